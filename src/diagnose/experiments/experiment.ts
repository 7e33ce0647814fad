import type { ParameterEvidence } from '../parameter-evidence.js';

/** A point to take the gradient at, and the entries (of the flat vector) that are to be held against differences there. */
export interface Experiment {
  readonly point: Float64Array;
  readonly entries: readonly number[];
}

/** What claim and differences are there. Arrays are flat; only the entries asked for are filled. */
export interface Outcome {
  readonly claimed: Float64Array;
  readonly numeric: Float64Array;
  readonly bound: Float64Array;
}

/** Asks for the outcome of one experiment after the other; null where the point cannot be evaluated. */
export type Experimenting<Result> = Generator<Experiment, Result, Outcome | null>;

/** Wrong entries of a parameter that are told well, the most wrong first: those that an experiment looks at. */
export function tellingEntries(parameter: ParameterEvidence, most: number): number[] {
  const { wrong, claimed, numeric, bound } = parameter;
  const gap = (i: number): number => Math.abs(claimed[i] - numeric[i]);
  return wrong
    .filter((i) => gap(i) > 10 * bound[i])
    .sort((i, k) => gap(k) - gap(i))
    .slice(0, most)
    .map((i) => parameter.leaf.offset + i);
}

/** |claim − difference|, and the bound on that, relative to the larger of the two. */
export function relativeGap({ claimed, numeric, bound }: Outcome, i: number): { gap: number; bound: number } {
  const size = Math.max(Math.abs(claimed[i]), Math.abs(numeric[i]));
  if (!(size > 0) || !Number.isFinite(bound[i])) return { gap: NaN, bound: NaN };
  return { gap: Math.abs(claimed[i] - numeric[i]) / size, bound: bound[i] / size };
}
