import type { EntrySettings } from '../model/entry-settings.js';
import type { TreeLayout } from '../model/tree-layout.js';

/** Where a model may be evaluated: the space of its points. */
export interface PointDomain {
  readonly layout: TreeLayout;
  /** Bounds, declared sizes, frozen leaves. */
  readonly settings: EntrySettings;
  /** A point inside it; frozen leaves stay as they are here. */
  readonly base: Float64Array;
}

/**
 * The point of the domain next to a wanted one: entries inside their bounds, those of float32 leaves rounded to float32,
 * frozen leaves as they are. Where rounding would leave the bounds an entry stays as it is in the base.
 */
export function admitPoint({ layout, settings, base }: PointDomain, wanted: Float64Array): Float64Array {
  const { lower, upper, frozen } = settings;
  const admitted = base.slice();
  for (const leaf of layout.leaves) {
    if (frozen.has(leaf.path)) continue;
    const isFloat32 = leaf.storage === 'float32';
    for (let i = leaf.offset; i < leaf.offset + leaf.size; i++) {
      const low = lower?.[i] ?? -Infinity;
      const high = upper?.[i] ?? Infinity;
      const inside = Math.min(Math.max(wanted[i], low), high);
      const stored = isFloat32 ? Math.fround(inside) : inside;
      // Without the sign of zero, which would only puzzle the reader of a report.
      if (stored >= low && stored <= high && Number.isFinite(stored)) admitted[i] = stored + 0;
    }
  }
  return admitted;
}
