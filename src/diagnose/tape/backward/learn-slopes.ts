import type { Edge } from '../edge.js';
import type { ProductIndex } from './product-index.js';

/** How executions of the loss go with those of the gradient where several pass on the same number. */
export interface Pairing {
  /** Whether the loop of the gradient runs the other way. */
  readonly isReversed: boolean;
  /** Whether what is passed on has the opposite sign. */
  readonly sign: 1 | -1;
}

export const PAIRINGS: readonly Pairing[] = [1, -1].flatMap((sign) =>
  [false, true].map((isReversed): Pairing => ({ isReversed, sign: sign as 1 | -1 })),
);

/** Tells the derivative that the gradient has at an execution of an edge; null where it has none. The last comes first. */
export type SlopeReader = (n: number, adjoint: number) => number | null;

/**
 * Reads the derivatives at an edge of the loss off a product of the gradient: of the executions of the product, the one that
 * passes on the adjoint of an execution of the edge has the derivative as its other factor.
 */
export function openReader({ slopes }: Edge, index: ProductIndex, { isReversed, sign }: Pairing): SlopeReader {
  const take = index.open(isReversed);
  const { passed, slopes: found } = index.products;
  return (n, adjoint) => {
    if (adjoint === 0) return slopes[n];
    const at = take(adjoint);
    return at < 0 ? null : sign * Math.sign(adjoint) * Math.sign(passed[at]) * found[at];
  };
}

/** The derivatives at all executions of an edge, with adjoints that are right; null where one is not found. */
export function readSlopes({ entries }: Edge, adjoints: Float64Array, read: SlopeReader): Float64Array | null {
  const slopes = new Float64Array(entries.length);
  for (let n = entries.length - 1; n >= 0; n--) {
    const slope = read(n, adjoints[entries[n]]);
    if (slope === null) return null;
    slopes[n] = slope;
  }
  return slopes;
}
