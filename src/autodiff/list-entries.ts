import type { Node, TreeLayout } from '../model/tree-layout.js';
import { getElement } from './elements.js';
import { indexAt, isCurrent, TrackedNumber } from './tracked-number.js';

/**
 * The entries of the recording under way that stand in a tree of the parameters' shape, in the order of the flat vector; 0
 * where there is a plain number or nothing.
 */
export function listEntries({ root, size }: TreeLayout, tree: unknown): Int32Array {
  const entries = new Int32Array(size);
  noteNode(root, tree, entries);
  return entries;
}

function noteNode(node: Node, value: unknown, entries: Int32Array): void {
  if ('leaf' in node) {
    noteLeaf(value, node.leaf.shape, node.leaf.offset, entries);
    return;
  }
  node.children.forEach((child, k) =>
    noteNode(child, partOf(value, node.kind === 'record' ? node.keys[k] : k), entries),
  );
}

function noteLeaf(value: unknown, [extent, ...rest]: readonly number[], offset: number, entries: Int32Array): void {
  if (extent === undefined) {
    if (value instanceof TrackedNumber && isCurrent(value)) entries[offset] = indexAt(value);
    return;
  }
  const stride = rest.reduce((product, size) => product * size, 1);
  for (let i = 0; i < extent; i++) noteLeaf(partOf(value, i), rest, offset + i * stride, entries);
}

function partOf(value: unknown, key: string | number): unknown {
  return typeof value === 'object' && value !== null ? getElement(value, key) : undefined;
}
