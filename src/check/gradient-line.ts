import type { EntrySettings } from '../model/entry-settings.js';
import type { TreeLayout } from '../model/tree-layout.js';
import { areFloat32, GRADIENT_SAMPLES } from '../numdiff/index.js';

/** Spacing of the line in units of each entry: some spacings of float32, far below what changes the gradient smoothly. */
const SPACING = 2 ** -19;

/**
 * Whether a claimed gradient was computed in float32: its leaves are stored so, or its values, not all of them short, are
 * float32 numbers (in float64 each has a chance of 2⁻²⁹; one may be all there is). A float64 gradient is taken at its word.
 */
export function isFloat32Gradient(layout: TreeLayout, claimed: Float64Array): boolean {
  if (layout.leaves.some((leaf) => leaf.storage === 'float32')) return true;
  return claimed.every((value) => Math.fround(value) === value) && areFloat32(claimed.filter((value) => value !== 0));
}

/**
 * Equispaced points of a short line through the point, on which the rounding noise of a gradient shows. An entry close to a
 * bound goes inward only, and stays where there is no room: the points remain equispaced.
 */
export function gradientLine(
  layout: TreeLayout,
  point: Float64Array,
  { lower, upper, frozen }: EntrySettings,
  random: () => number,
): Float64Array[] {
  const reach = (GRADIENT_SAMPLES - 1) / 2;
  const starts = new Float64Array(point.length);
  const steps = point.map((x, i) => {
    const step = (Math.abs(x) || 1) * SPACING * (0.75 + 0.5 * random()) * (random() < 0.5 ? -1 : 1);
    const above = (upper?.[i] ?? Infinity) - x;
    const below = x - (lower?.[i] ?? -Infinity);
    if (Math.min(above, below) >= reach * Math.abs(step)) {
      starts[i] = -reach;
      return step;
    }
    return Math.max(above, below) < 2 * reach * Math.abs(step) ? 0 : above >= below ? Math.abs(step) : -Math.abs(step);
  });
  for (const leaf of layout.leaves) {
    if (frozen.has(leaf.path)) steps.fill(0, leaf.offset, leaf.offset + leaf.size);
  }
  return Array.from({ length: GRADIENT_SAMPLES }, (_, k) => {
    const at = point.map((x, i) => x + (starts[i] + k) * steps[i]);
    for (const leaf of layout.leaves) {
      if (leaf.storage !== 'float32') continue;
      for (let i = leaf.offset; i < leaf.offset + leaf.size; i++) at[i] = Math.fround(at[i]);
    }
    return at;
  });
}
