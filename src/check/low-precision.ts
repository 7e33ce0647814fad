import type { Leaf, TreeLayout } from '../model/tree-layout.js';
import type { ParameterReport } from './report.js';

/** An error of this share of an entry is a mistake worth finding. */
const WORTH_SEEING = 1e-3;
/** Noise of the loss, in units of how far a parameter moves it, from which it is what limits a check: that of float32. */
const COARSE_NOISE = 2 ** -24;

export interface PrecisionProblem {
  readonly layout: TreeLayout;
  readonly point: Float64Array;
  readonly claimed: Float64Array;
  /** Bound on the error of one value of the loss. */
  readonly noiseBound: number;
  /** In the order of the layout. */
  readonly parameters: readonly ParameterReport[];
}

/** The parameter in which the largest relative error could have hidden, and the size of that error. */
export interface HiddenError {
  readonly path: string;
  readonly limit: number;
  /** The noise measured around the point is large enough to hide it; else the loss is rough, or bends, more locally. */
  readonly isByNoise: boolean;
}

/** null where every error worth seeing would have been seen. */
export function findHiddenError(problem: PrecisionProblem): HiddenError | null {
  const { layout, point, noiseBound, parameters } = problem;
  const typical = largest(point) || 1;
  let weakest: HiddenError | null = null;
  layout.leaves.forEach((leaf, k) => {
    const { detectionLimit: limit, pass, coverage } = parameters[k];
    // Along a direction the noise is not what hides the error of a small entry.
    if (coverage.directional > 0) return;
    // Where nothing passed nothing is claimed either; why it is undecided is told by the entries.
    if (limit === null || pass === 0 || limit <= Math.max(WORTH_SEEING, weakest?.limit ?? 0)) return;
    const isByNoise = noiseBound >= COARSE_NOISE * largestMove(leaf, problem, typical);
    weakest = { path: leaf.path, limit, isByNoise };
  });
  return weakest;
}

/** How far the loss moves, by the claim, when an entry of the parameter moves by its own size. */
function largestMove({ offset, size }: Leaf, { point, claimed }: PrecisionProblem, typical: number): number {
  let most = 0;
  for (let i = offset; i < offset + size; i++) most = Math.max(most, Math.abs(claimed[i] * (point[i] || typical)) || 0);
  return most;
}

function largest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}
