import { indexInLeaf, type Leaf, type Node } from '../model/tree-layout.js';

export type EntryKey = string | number;

/** A leaf of the parameters, and the keys that lead to it from the names that formulas know. */
export interface NamedLeaf {
  readonly leaf: Leaf;
  readonly keys: readonly EntryKey[];
}

/** The leaves of a tree in its order; a tree without names goes by `params`. */
export function listLeaves(root: Node): NamedLeaf[] {
  return root.kind === 'record' ? collect(root, []) : collect(root, ['params']);
}

function collect(node: Node, keys: readonly EntryKey[]): NamedLeaf[] {
  if ('leaf' in node) return [{ leaf: node.leaf, keys }];
  return node.children.flatMap((child, i) => collect(child, [...keys, node.kind === 'record' ? node.keys[i] : i]));
}

/** The keys of each entry of a leaf, in its order. */
export function entryKeys({ leaf, keys }: NamedLeaf): EntryKey[][] {
  return Array.from({ length: leaf.size }, (_, i) => [...keys, ...indexInLeaf(leaf, i)]);
}
