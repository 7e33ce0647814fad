import type { Probe } from '../numdiff/index.js';
import type { GradientAt } from './gradient-source.js';

type ComponentAt = (probe: Probe) => number | Promise<number>;

/**
 * The components of the gradient along a line, one after the other: a gradient serves all of them that ask for the same step,
 * and is evaluated once.
 */
export function readColumn(
  gradientAt: GradientAt,
  pointAt: (value: number) => Float64Array,
): (i: number) => ComponentAt {
  const known = new Map<number, Float64Array>();
  return (i) => (probe) => {
    const { value } = probe as { value: number };
    const found = known.get(value);
    if (found) return found[i];
    return gradientAt(pointAt(value)).then((gradient) => {
      known.set(value, gradient);
      return gradient[i];
    });
  };
}
