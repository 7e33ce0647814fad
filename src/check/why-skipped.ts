import type { Leaf } from '../model/tree-layout.js';
import type { PointProblem } from './point-problem.js';
import type { ParameterReport } from './report.js';

/** Why nothing of a leaf is to be checked, if so. */
export function whySkipped({ frozen, selects }: PointProblem, { path }: Leaf): ParameterReport['skipped'] {
  if (frozen.has(path)) return 'frozen';
  return selects && !selects(path) ? 'not-selected' : undefined;
}
