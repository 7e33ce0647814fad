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

/** One value for each number of the parameters, as a tree of their shape. */
export function shapeLike<T>(node: Node, flat: readonly T[]): unknown {
  if ('leaf' in node) return shapeLeaf(node.leaf, flat);
  const children = node.children.map((child) => shapeLike(child, flat));
  return node.kind === 'record' ? Object.fromEntries(node.keys.map((key, i) => [key, children[i]])) : children;
}

/** The values of one leaf, in its shape. */
export function shapeLeaf<T>({ shape, offset }: Pick<Leaf, 'shape' | 'offset'>, flat: readonly T[]): unknown {
  if (shape.length === 0) return flat[offset];
  const [extent, ...rest] = shape;
  const stride = rest.reduce((product, size) => product * size, 1);
  return Array.from({ length: extent }, (_, i) => shapeLeaf({ shape: rest, offset: offset + i * stride }, flat));
}
