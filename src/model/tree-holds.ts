import { readGradient } from './read-gradient.js';
import type { TreeLayout } from './tree-layout.js';

/** Whether a tree still has its shape and its numbers after a call. */
export function treeHolds(tree: unknown, layout: TreeLayout, point: Float64Array): boolean {
  try {
    const values = readGradient(layout, tree, new Set());
    return values.every((value, i) => Object.is(value, point[i]));
  } catch {
    return false;
  }
}
