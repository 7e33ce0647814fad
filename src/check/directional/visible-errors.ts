import type { Leaf } from '../../model/tree-layout.js';
import { median } from '../../numdiff/index.js';
import { allowedGap } from '../apply-tolerance.js';
import type { PointProblem } from '../point-problem.js';
import type { PointEntries } from '../point-entries.js';
import type { Moves } from './moves.js';

/** How small an error of a single entry shows along directions. */
export interface VisibleErrors {
  /** Relative to the entry: of a typical one, and of the one with the smallest gradient. */
  readonly median: number;
  readonly worst: number;
  /** The largest absolute one. */
  readonly absolute: number;
}

/** More entries than this are sampled for the median. */
const MOST_SAMPLED = 10_000;

/**
 * An error eᵢ of one entry shows from |eᵢ|·sᵢ > E on, E the bound of a direction: relative to the entry that is
 * E/(|aᵢ|sᵢ), and large for entries far below the others along the direction.
 */
export function visibleErrors(
  { leaf, problem, entries, moves }: { leaf: Leaf; problem: PointProblem; entries: PointEntries; moves: Moves },
  bound: number,
): VisibleErrors {
  const { claimed, rule, tolerance = { rtol: rule.material, atol: 0 } } = problem;
  const sampleEvery = Math.max(1, Math.floor(leaf.size / MOST_SAMPLED));
  const sampled: number[] = [];
  let [worst, absolute] = [0, 0];
  for (let i = leaf.offset; i < leaf.offset + leaf.size; i++) {
    if (!moves.isMoving(i)) continue;
    const size = Math.abs(claimed[i]);
    const visible = bound / entries.scaleAt(i) + allowedGap(tolerance, size);
    const relative = visible / size;
    worst = Math.max(worst, relative);
    absolute = Math.max(absolute, visible);
    if ((i - leaf.offset) % sampleEvery === 0) sampled.push(relative);
  }
  return { median: sampled.length > 0 ? median(sampled) : worst, worst, absolute };
}
