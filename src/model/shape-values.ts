import type { Leaf, Node } from './tree-layout.js';

/** One value for each number of the parameters, as a tree of their shape. */
export function shapeLike<T>(node: Node, flat: ArrayLike<T>): unknown {
  if ('leaf' in node) return shapeLeaf(node.leaf, flat);
  const children = node.children.map((child) => shapeLike(child, flat));
  return node.kind === 'record' ? Object.fromEntries(node.keys.map((key, i) => [key, children[i]])) : children;
}

/** The values of one leaf, in its shape: one value, or a nest of arrays. */
export function shapeLeaf<T>({ shape, offset }: Pick<Leaf, 'shape' | 'offset'>, flat: ArrayLike<T>): unknown {
  if (shape.length === 0) return flat[offset];
  const [extent, ...rest] = shape;
  const stride = rest.reduce((product, size) => product * size, 1);
  return Array.from({ length: extent }, (_, i) => shapeLeaf({ shape: rest, offset: offset + i * stride }, flat));
}
