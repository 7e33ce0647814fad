import { RANKS, type Alteration, type AlterationCode, type AlterationKind, type Executions } from './alteration.js';
import { operandValues } from './edge.js';

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
