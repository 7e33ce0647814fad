import type { EntrySettings } from '../model/entry-settings.js';
import type { TreeLayout } from '../model/tree-layout.js';

/** Relative distance of the other point: far enough to change the gradient, near enough to stay in the domain. */
const ELSEWHERE = 1e-3;

/** A point nearby, inside the bounds, with frozen entries where they are. */
export function pointNearby(
  layout: TreeLayout,
  point: Float64Array,
  { lower, upper, frozen }: EntrySettings,
  random: () => number,
): Float64Array {
  const other = point.slice();
  for (const leaf of layout.leaves) {
    const store = leaf.storage === 'float32' ? Math.fround : (value: number) => value;
    for (let i = leaf.offset; i < leaf.offset + leaf.size; i++) {
      const moved = store(point[i] + (Math.abs(point[i]) || 1) * ELSEWHERE * (random() - 0.5));
      const isInside = moved >= (lower?.[i] ?? -Infinity) && moved <= (upper?.[i] ?? Infinity);
      if (isInside && !frozen.has(leaf.path)) other[i] = moved;
    }
  }
  return other;
}
