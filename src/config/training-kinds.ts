import { numberKind, oneOf, type Kind } from './kinds.js';

/** Names of optimizers, as the command line has them. */
export const OPTIMIZERS = ['sgd', 'momentum', 'nesterov', 'adagrad', 'rmsprop', 'adam', 'adamw', 'lbfgs'] as const;

export const OPTIMIZER = oneOf(...OPTIMIZERS);
export const POSITIVE = numberKind('a number > 0, such as 1.5', (value) => value > 0 && value !== Infinity);
export const FRACTION = numberKind('a number above 0 and at most 1, such as 0.01', (value) => value > 0 && value <= 1);
export const PERCENTILE = numberKind('a percentile above 0 and at most 100', (value) => value > 0 && value <= 100);

/** Learning rates from lo to hi. */
export interface RateGrid {
  readonly lo: number;
  readonly hi: number;
  readonly count: number;
}

function isGrid(value: unknown): boolean {
  const { lo, hi, count } = Object(value) as Partial<Record<keyof RateGrid, unknown>>;
  if (typeof lo !== 'number' || typeof hi !== 'number' || typeof count !== 'number') return false;
  const isRight = lo > 0 && hi >= lo && hi < Infinity && Number.isSafeInteger(count) && count >= 1;
  return isRight && (count > 1 || lo === hi);
}

/** `1e-4:10:11`: eleven rates from 1e-4 to 10. */
export const LR_GRID: Kind<RateGrid> = {
  expected: 'lo:hi:n with 0 < lo ≤ hi, such as 1e-4:10:11',
  parse: (text) => {
    const parts = text.split(':');
    const [lo, hi, count] = parts.map(Number);
    const areThere = parts.length === 3 && parts.every((part) => part.trim() !== '');
    return areThere && isGrid({ lo, hi, count }) ? { lo, hi, count } : undefined;
  },
  expectedValue: '{ lo, hi, count } with 0 < lo ≤ hi',
  holds: isGrid,
};
