import { median } from '../numdiff/index.js';

/** More entries than this are sampled for the median. */
const MOST_SAMPLED = 10_000;

/** Typical sizes of entries: declared, or the value's own, or for a zero the median of the others, or 1. */
export function typicalSizes(point: Float64Array, declared: Float64Array | undefined): { sizes: Float64Array } {
  const typical = typicalSize(point);
  return { sizes: point.map((x, i) => declared?.[i] || Math.abs(x) || typical) };
}

/** Median size of the entries that are not zero, or 1. */
export function typicalSize(point: Float64Array): number {
  const nonzero: number[] = [];
  const sampleEvery = Math.max(1, Math.floor(point.length / MOST_SAMPLED));
  for (let i = 0; i < point.length; i += sampleEvery) if (point[i] !== 0) nonzero.push(Math.abs(point[i]));
  return nonzero.length > 0 ? median(nonzero) : 1;
}
