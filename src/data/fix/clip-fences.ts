import type { OutlierFences } from '../outlier-fences.js';

/** Tukey's (1977) outer fences lie so many interquartile ranges from the quartiles; normal numbers: 4.7 sd from the mean. */
const OUTER = 3;

/** Where --fix clip puts what lies beyond; no fences where the quartiles are equal. */
export function clipFences({ q1, q3 }: { readonly q1: number; readonly q3: number }): OutlierFences {
  const range = q3 - q1;
  return range > 0 ? { lower: q1 - OUTER * range, upper: q3 + OUTER * range } : { lower: -Infinity, upper: Infinity };
}
