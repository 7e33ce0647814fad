import type { Tape } from '../../model/tape.js';
import type { Edge } from './edge.js';

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
  | 'copied'
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

/** Which executions are left. */
export interface Executions {
  readonly keeps: boolean;
  readonly end: 'first' | 'last';
  readonly count: number;
}
