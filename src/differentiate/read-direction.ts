import { readLike, type Subject } from '../model/read-gradient.js';
import type { TreeLayout } from '../model/tree-layout.js';

const DIRECTION: Subject = {
  name: 'the direction',
  partAt: (path) => `the direction of ${path}`,
  code: 'shape-mismatch',
  hint: 'the direction must have the same shape as the parameters',
};

/**
 * A direction in the space of parameters, as a flat vector of their order.
 * @throws GradcheckError `shape-mismatch`
 */
export function readDirection(layout: TreeLayout, direction: unknown): Float64Array {
  return readLike(layout, direction, DIRECTION);
}
