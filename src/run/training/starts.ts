import { typicalSizes } from '../../check/typical-sizes.js';
import type { EntrySettings } from '../../model/entry-settings.js';
import { readTree, type TreeLayout } from '../../model/tree-layout.js';
import { createRandom, type SeededRandom } from '../../numdiff/index.js';

/** Share of its typical size by which a parameter is moved for another start. */
const SPREAD = 0.1;

export interface StartRequest {
  /** The export `params`. */
  readonly params: unknown;
  readonly layout: TreeLayout;
  readonly point: Float64Array;
  readonly settings: EntrySettings;
  readonly seed: number;
  readonly userRandom: SeededRandom;
}

/**
 * Where the runs of one seed begin: at the model's own point; for further seeds at what `params()` gives with other random
 * numbers, or, where it draws none, at a point nearby.
 */
export async function findStart(request: StartRequest, seedIndex: number): Promise<Float64Array> {
  const { params, layout, point, userRandom } = request;
  if (seedIndex === 0) return point;
  if (typeof params === 'function') {
    userRandom.restart(seedIndex);
    const { values } = readTree(await (params as () => unknown)());
    if (values.length === layout.size && values.some((value, i) => value !== point[i])) return values;
  }
  return moveNearby(request, seedIndex);
}

function moveNearby({ point, layout, settings, seed }: StartRequest, seedIndex: number): Float64Array {
  const { lower, upper, scale, frozen } = settings;
  const { sizes } = typicalSizes(point, scale);
  const random = createRandom(seed);
  random.restart(seedIndex);
  const moved = point.map((x, i) => {
    const to = x + SPREAD * sizes[i] * (2 * random() - 1);
    return Math.min(Math.max(to, lower?.[i] ?? -Infinity), upper?.[i] ?? Infinity);
  });
  for (const { path, offset, size } of layout.leaves)
    if (frozen.has(path)) moved.set(point.subarray(offset, offset + size), offset);
  return moved;
}
