import { placeInLeaf, type TreeLayout } from './tree-layout.js';

/** The name of an entry by its place in the flat vector: `W[0,3]`. */
export function nameFlatEntry({ leaves }: TreeLayout, at: number): string {
  const leaf = leaves.find(({ offset, size }) => at >= offset && at < offset + size)!;
  return placeInLeaf(leaf, at - leaf.offset);
}
