import type { Tape } from '../../model/tape.js';
import { operandValues, type Edge } from './edge.js';

/** What somebody may have written in the place of a derivative. */
export interface Alteration {
  /** Short and stable, for tests and for merging: `zero`, `one`, `1 − y²`. */
  readonly name: string;
  /** What stands there, in words or as a formula of x (or a, b) and y. */
  readonly formula: string;
  readonly kind: AlterationKind;
  /** The more telling of two that fit is the one with the smaller rank. */
  readonly rank: number;
  /** Of a substitution, where the other variable stands: an operand of a site, or its result. */
  readonly source?: { readonly site: number; readonly operand?: 0 | 1 };
  /** Of what was read off the user's gradient, the site of the product there. */
  readonly written?: number;
  /** The mistake's name, where it is not that of its kind: of a formula that only lacks a factor, of a transposed matrix. */
  readonly code?: AlterationCode;
  /** Of executions, which are left. */
  readonly executions?: Executions;
  readonly factor?: number;
  /** Of a redirection, how many elements too far. */
  readonly offset?: number;
  /** What the derivatives are by, where it is not what it should be; 0 for nothing. */
  readonly starts?: Int32Array;
  /** Of a confusion that is tried on any function: it means something only where it is no mere factor. */
  readonly isLoose?: boolean;
  /** The derivative that stands there, for each execution of an edge. */
  slopes(tape: Tape, edge: Edge): Float64Array;
}

export type AlterationCode =
  | 'missing-factor'
  | 'transposed'
  | 'off-by-one'
  | 'stale-gradient'
  | 'permuted'
  | 'wrong-derivative'
  | 'missing-term'
  | 'extra-term'
  | 'overwritten';

export type AlterationKind =
  /** Nothing: the path is left out. */
  | 'zero'
  /** 1: the factor is left out. */
  | 'one'
  | 'negated'
  /** Another function of the same numbers. */
  | 'confusion'
  /** The right one times a number. */
  | 'factor'
  /** A constant factor inside is left out. */
  | 'constant'
  /** Only some executions count. */
  | 'executions'
  /** Of several executions that give to one element only the first or last counts. */
  | 'kept'
  /** Given to another element. */
  | 'redirect'
  /** That of another operation, which has this one's. */
  | 'exchange'
  /** Another variable's value. */
  | 'substitution'
  /** What stands in the user's gradient, whatever it is. */
  | 'learned'
  /** What the user's gradient adds to its result. */
  | 'rewritten';

/** Named confusions come before plain omissions, and these before what fits nearly everywhere. */
export const RANKS = { confusion: 0, omission: 2, executions: 3, negated: 4, substitution: 5, factor: 6 } as const;

type ValueFormula = (a: number, b: number, y: number, slope: number) => number;

/** An alteration that depends on the operands, the result and the right derivative. */
export function byValues(
  name: string,
  kind: AlterationKind,
  rank: number,
  formula: ValueFormula,
  words = name,
): Alteration {
  return {
    name,
    formula: words,
    kind,
    rank,
    slopes: (tape, edge) =>
      edge.slopes.map((slope, n) => {
        const [a, b] = operandValues(tape, edge, n);
        return formula(a, b, tape.value[edge.entries[n]], slope);
      }),
  };
}

export const ZERO = byValues('zero', 'zero', RANKS.omission, () => 0, '0');
export const ONE = byValues('one', 'one', RANKS.omission, () => 1, '1');
export const NEGATED = byValues('negated', 'negated', RANKS.negated, (_a, _b, _y, d) => -d);

export function timesFactor(factor: number): Alteration {
  return {
    name: `× ${factor}`,
    formula: `${factor} times the derivative`,
    kind: 'factor',
    factor,
    rank: RANKS.factor,
    slopes: (_tape, edge) => edge.slopes.map((slope) => factor * slope),
  };
}

/** κ times a confusion: as the confusion with another constant in front. */
export function scaled(alteration: Alteration, factor: number, words: string): Alteration {
  return {
    ...alteration,
    name: `${factor} × ${alteration.name}`,
    kind: 'confusion',
    // A constant where the derivative varies: the factor that varies is missing.
    ...(alteration.kind === 'one' ? { code: 'missing-factor' as const } : {}),
    formula: alteration.kind === 'one' ? `the constant ${words}` : `${words} × ${bracket(alteration.formula)}`,
    rank: alteration.rank + 1,
    slopes: (tape, edge) => alteration.slopes(tape, edge).map((slope) => factor * slope),
  };
}

/** In brackets where it is more than one thing. */
function bracket(formula: string): string {
  return formula.includes(' ') ? `(${formula})` : formula;
}

/** Without the k-th constant factor inside a composite. */
export function withoutConstant(k: number): Alteration {
  return {
    name: `without constant ${k}`,
    formula: 'the derivative without its constant factor',
    kind: 'constant',
    rank: RANKS.omission,
    slopes: (_tape, edge) => edge.slopes.map((slope, n) => slope / edge.constants[k][n]),
  };
}

/** Which executions are left. */
export interface Executions {
  readonly keeps: boolean;
  readonly end: 'first' | 'last';
  readonly count: number;
}

/** Only the first or last executions count, or all but these. */
export function onlyExecutions(executions: Executions): Alteration {
  const { keeps, end, count } = executions;
  return {
    name: `${keeps ? 'only' : 'without'} the ${end} ${count}`,
    formula: '',
    kind: 'executions',
    executions,
    rank: RANKS.executions,
    slopes: (_tape, edge) =>
      edge.slopes.map((slope, n) => {
        const isAtEnd = end === 'first' ? n < count : n >= edge.entries.length - count;
        return isAtEnd === keeps ? slope : 0;
      }),
  };
}

/** Of the executions that give to one element only the first or last counts. */
export function keptOnly(end: Executions['end']): Alteration {
  return {
    name: `kept ${end}`,
    formula: end,
    kind: 'kept',
    rank: RANKS.executions,
    slopes: (_tape, { starts, slopes }) => {
      const kept = new Map<number, number>();
      starts.forEach((start, n) => (end === 'last' || !kept.has(start)) && kept.set(start, n));
      return slopes.map((slope, n) => (kept.get(starts[n]) === n ? slope : 0));
    },
  };
}

/** Another variable's values in the place of the derivative. */
export function substitution(
  name: string,
  words: string,
  values: Float64Array,
  source?: Alteration['source'],
): Alteration {
  return { name, formula: words, kind: 'substitution', rank: RANKS.substitution, slopes: () => values, source };
}

/** The values of the right variable in another order of its indices. */
export function transposed(name: string, words: string, values: Float64Array): Alteration {
  return { ...substitution(name, words, values), code: 'transposed' };
}

/**
 * The derivatives that stand in the user's gradient.
 * @param site of the product there
 * @param way to the number that is passed on, from the product down
 */
export function learned(slopes: Float64Array, site: number, way: string, code: Alteration['code']): Alteration {
  return {
    name: `learned ${site} ${way}`,
    formula: '',
    kind: 'learned',
    rank: RANKS.substitution,
    written: site,
    code,
    slopes: () => slopes,
  };
}

/** What one operation of the user's gradient adds to its result, in the place of what a use of a parameter gives. */
export function rewritten(slopes: Float64Array, site: number, code: AlterationCode): Alteration {
  return {
    name: `rewritten ${site}`,
    formula: '',
    kind: 'rewritten',
    rank: RANKS.substitution,
    written: site,
    code,
    slopes: () => slopes,
  };
}
