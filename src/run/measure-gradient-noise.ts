import type { EntrySettings } from '../model/entry-settings.js';
import type { Objective } from '../model/objective.js';
import type { TreeLayout } from '../model/tree-layout.js';
import { GRADIENT_SAMPLES, gradientNoise } from '../numdiff/index.js';

/** Spacing of the line in units of each entry: some spacings of float32, far below what changes the gradient smoothly. */
const SPACING = 2 ** -19;

/**
 * Rounding noise of a gradient computed in float32, whose sums may cancel. Measured only where the claim looks like
 * float32 (its leaves are stored so, or its values are float32 numbers); a float64 gradient is taken at its word.
 * Returns null where it need not or cannot be measured.
 */
export async function measureGradientNoise(
  objective: Objective,
  layout: TreeLayout,
  point: Float64Array,
  claimed: Float64Array,
  { lower, upper, frozen }: EntrySettings,
  random: () => number,
): Promise<Float64Array | null> {
  if (!looksLikeFloat32(layout, claimed)) return null;
  const steps = point.map((x) => (Math.abs(x) || 1) * SPACING * (0.75 + 0.5 * random()) * (random() < 0.5 ? -1 : 1));
  for (const leaf of layout.leaves) {
    if (frozen.has(leaf.path)) steps.fill(0, leaf.offset, leaf.offset + leaf.size);
  }
  const reach = (GRADIENT_SAMPLES - 1) / 2;
  const samples: Float64Array[] = [];
  try {
    for (let k = -reach; k <= reach; k++) {
      const at = point.map((x, i) =>
        Math.min(Math.max(x + k * steps[i], lower?.[i] ?? -Infinity), upper?.[i] ?? Infinity),
      );
      samples.push(k === 0 ? claimed : (await objective.gradient(roundToStorage(layout, at))).gradient);
    }
  } catch {
    return null;
  }
  return gradientNoise(samples, layout.leaves);
}

function roundToStorage(layout: TreeLayout, point: Float64Array): Float64Array {
  for (const leaf of layout.leaves) {
    if (leaf.storage !== 'float32') continue;
    for (let i = leaf.offset; i < leaf.offset + leaf.size; i++) point[i] = Math.fround(point[i]);
  }
  return point;
}

/** At least four values, or all float32 leaves: in float64 each value has a chance of 2⁻²⁹ to be a float32 number. */
function looksLikeFloat32(layout: TreeLayout, claimed: Float64Array): boolean {
  if (layout.leaves.some((leaf) => leaf.storage === 'float32')) return true;
  const values = claimed.filter((value) => value !== 0);
  return (
    values.length >= 4 &&
    values.every((value) => Math.fround(value) === value) &&
    values.some((value) => Math.fround(value * 3) !== value * 3)
  );
}
