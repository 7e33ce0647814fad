import { gradientLine, isFloat32Gradient } from '../check/gradient-line.js';
import type { EntrySettings } from '../model/entry-settings.js';
import type { Objective } from '../model/objective.js';
import type { TreeLayout } from '../model/tree-layout.js';
import { gradientNoise } from '../numdiff/index.js';

/** Rounding noise of a gradient computed in float32, whose sums may cancel; null where it need not or cannot be measured. */
export async function measureGradientNoise(
  objective: Objective,
  layout: TreeLayout,
  point: Float64Array,
  claimed: Float64Array,
  settings: EntrySettings,
  random: () => number,
): Promise<Float64Array | null> {
  if (!isFloat32Gradient(layout, claimed)) return null;
  const samples: Float64Array[] = [];
  try {
    for (const at of gradientLine(layout, point, settings, random))
      samples.push((await objective.gradient(at)).gradient);
  } catch {
    return null;
  }
  return gradientNoise(samples, layout.leaves);
}
