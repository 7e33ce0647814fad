import { ROUNDOFF_32, ROUNDOFF_64, ulp, type Asking, type Probe, type Row, type Sides } from '../numdiff/index.js';
import type { EntryProblem } from './entry-problem.js';

/** Values of the loss at a step from the point, on the sides on which there is room. */
export interface FarPoints {
  readonly step: number;
  /** Slope of the line through both of them, or through one and the point. */
  readonly secant: number;
  readonly ends: readonly End[];
}

interface End {
  readonly direction: 1 | -1;
  readonly at: number;
  readonly value: number;
}

/** Looks at the loss a step away; null where a bound is in the way or the loss is not finite. */
export function* lookAtFarPoints(
  entry: EntryProblem,
  center: number,
  sides: Sides,
  step: number,
): Asking<FarPoints | null> {
  const directions = directionsOf(sides);
  const places = directions.map((direction) => storedAt(entry, entry.x + direction * step));
  const values = yield* valuesAt(entry, places);
  if (values === null) return null;
  const ends = directions.map((direction, k) => ({ direction, at: places[k], value: values[k] }));
  const other = ends[1] ?? { at: entry.x, value: center };
  return { step, secant: (ends[0].value - other.value) / (ends[0].at - other.at), ends };
}

/** The same from a row of the ladder. */
export function farPointsOf({ step, slope, plus, minus }: Row, entry: EntryProblem, sides: Sides): FarPoints {
  const ends = directionsOf(sides).map((direction) => ({
    direction,
    at: storedAt(entry, entry.x + direction * step),
    value: direction > 0 ? plus : minus,
  }));
  return { step, secant: slope, ends };
}

function directionsOf(sides: Sides): readonly (1 | -1)[] {
  return sides === 'both' ? [1, -1] : [sides === 'plus' ? 1 : -1];
}

/**
 * Whether the loss runs with a slope beside the far points: the mean of the slopes over both, in which curvature
 * cancels, on one side of each, as a jump may be close to the other.
 */
export function* runsWithSlope(
  { ends }: FarPoints,
  slope: number,
  entry: EntryProblem,
  { hair, tolerance, bent }: { hair: number; tolerance: number; bent: number },
): Asking<boolean> {
  const slopes: number[][] = ends.map(() => []);
  for (const side of [1, -1]) {
    const beside = ends.map(({ at, direction }) => {
      const spacing = ulp(at, entry.isFloat32 ? ROUNDOFF_32 : ROUNDOFF_64);
      return storedAt(entry, at + side * direction * Math.max(hair, spacing));
    });
    const values = yield* valuesAt(entry, beside);
    if (values === null) return false;
    ends.forEach(({ at, value }, k) => slopes[k].push((values[k] - value) / (beside[k] - at)));
    const means = slopes[0].flatMap((one) => (slopes[1] ?? [one]).map((other) => (one + other) / 2));
    const off = Math.min(...means.map((mean) => Math.abs(mean - slope)));
    if (off <= tolerance) return true;
    // A jump on so short a way would look steeper: the loss has bent.
    if (off <= bent) return false;
  }
  return false;
}

function storedAt({ isFloat32 }: EntryProblem, value: number): number {
  return isFloat32 ? Math.fround(value) : value;
}

function* valuesAt({ index, lower, upper }: EntryProblem, places: readonly number[]): Asking<readonly number[] | null> {
  if (places.some((value) => value < lower || value > upper)) return null;
  const values = yield places.map((value): Probe => ({ index, value, isFar: true }));
  return values.every(Number.isFinite) ? values : null;
}
