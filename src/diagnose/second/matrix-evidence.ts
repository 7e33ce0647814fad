import type { EntryVerdict } from '../../check/report.js';

/** A claimed matrix of second derivatives beside the differences, row by row. */
export interface MatrixEvidence {
  /** `hessian` or `hvp`. */
  readonly name: string;
  readonly size: number;
  readonly claimed: Float64Array;
  readonly numeric: Float64Array;
  /** Bounds on the error of `numeric`. */
  readonly bound: Float64Array;
  verdict(index: number): EntryVerdict | 'unchecked';
  /** The parameter entry of a row or column, `w[1]`. */
  nameOf(row: number): string;
}

export interface Place {
  readonly i: number;
  readonly j: number;
  /** Its place in the flat matrix, and that of [j, i]. */
  readonly at: number;
  readonly mirror: number;
}

export function placesOf({ size, verdict }: MatrixEvidence): Place[] {
  return Array.from({ length: size * size }, (_, at) => {
    const [i, j] = [Math.floor(at / size), at % size];
    return { i, j, at, mirror: j * size + i };
  }).filter(({ at }) => verdict(at) !== 'unchecked');
}

/** Rounding of claims that were computed in another order. */
const ROUNDING = 1e-9;

/** Whether a claim is c·numeric + d within the errors. */
export function fits({ claimed, numeric, bound }: MatrixEvidence, at: number, c: number, d = 0): boolean {
  const expected = c * numeric[at] + d;
  return Math.abs(claimed[at] - expected) <= 2 * Math.abs(c) * bound[at] + ROUNDING * Math.abs(claimed[at]);
}

/** Whether the differences stand well out of their errors, so that a ratio to them says something. */
export function isClear({ numeric, bound }: MatrixEvidence, at: number): boolean {
  return Math.abs(numeric[at]) > 20 * bound[at];
}

/** The factor between claims and differences that some places have in common; null where they have none. */
export function commonFactor(evidence: MatrixEvidence, places: readonly Place[]): number | null {
  const clear = places.filter(({ at }) => isClear(evidence, at));
  if (clear.length === 0) return null;
  const { claimed, numeric } = evidence;
  const surest = clear.reduce((best, place) =>
    Math.abs(numeric[place.at]) / evidence.bound[place.at] > Math.abs(numeric[best.at]) / evidence.bound[best.at]
      ? place
      : best,
  );
  const factor = claimed[surest.at] / numeric[surest.at];
  // A whole number within the error is meant.
  const error = (2 * Math.abs(factor) * evidence.bound[surest.at]) / Math.abs(numeric[surest.at]);
  const whole = Math.round(factor);
  const common = Math.abs(factor - whole) <= error ? whole : factor;
  return places.every(({ at }) => fits(evidence, at, common)) ? common : null;
}
