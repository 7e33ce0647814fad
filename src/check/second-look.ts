import {
  nearestPowerOfTwo,
  ROUNDOFF_32,
  ROUNDOFF_64,
  ulp,
  type Asking,
  type Estimate,
  type Ladder,
} from '../numdiff/index.js';
import type { EntryProblem, PointContext } from './entry-problem.js';

/**
 * Shares of the typical size at which slopes are looked at from far: far above rounding, within the size. The nearer ones
 * are for a loss that bends so much that the far ones do not fit.
 */
const FAR = [
  [64, 16],
  [4096, 512],
];
/** Two slopes are the same when they differ by at most this share of the gap in question. */
const SAME = 1 / 4;
/**
 * Whether the loss is a staircase, with treads of slope `tread` on which the point lies on one, and `rise` from far: as
 * with a term in float32, or rounded, beside a penalty in float64. Its slope is that of the treads almost everywhere,
 * while the gradient of the formula is the one from far: neither can be held against the other.
 *
 * Seen from far the central slopes must be `rise`, while close by each far point the loss runs with the slope `tread`
 * again. A smooth loss with another slope further out, or a kink, has another slope there as well.
 */
export function* isStaircaseOf(
  slopes: StaircaseSlopes,
  entry: EntryProblem,
  context: PointContext,
  ladder: Ladder,
  size: number,
): Asking<boolean> {
  const tolerance = SAME * Math.abs(slopes.rise - slopes.tread);
  for (const shares of FAR) {
    let fitting = 0;
    for (const share of shares) {
      const far = knownSlope(ladder, entry, size / share) ?? (yield* centralSlope(entry, size / share));
      const off = Math.abs((far?.slope ?? NaN) - slopes.rise);
      if (far === null || !(off < Math.abs(far.slope - slopes.tread))) return false;
      const fits = off <= tolerance;
      if (!fits || !(yield* runsLikeTread(far, slopes.tread, tolerance, entry, context))) break;
      fitting++;
    }
    if (fitting === shares.length) return true;
  }
  return false;
}

interface StaircaseSlopes {
  readonly tread: number;
  readonly rise: number;
}

interface FarPoints {
  readonly slope: number;
  readonly ends: readonly { readonly at: number; readonly value: number }[];
}

/** What the ladder has at about that step. */
function knownSlope({ rows }: Ladder, { x, isFloat32 }: EntryProblem, step: number): FarPoints | null {
  const row = rows.find((taken) => taken.step >= step / 4 && taken.step <= 2 * step);
  if (!row) return null;
  const store = isFloat32 ? Math.fround : (value: number): number => value;
  const ends = [
    { at: store(x + row.step), value: row.plus },
    { at: store(x - row.step), value: row.minus },
  ];
  return { slope: row.slope, ends };
}

function* centralSlope({ x, index, lower, upper, isFloat32 }: EntryProblem, step: number): Asking<FarPoints | null> {
  const [plus, minus] = isFloat32 ? [Math.fround(x + step), Math.fround(x - step)] : [x + step, x - step];
  if (plus > upper || minus < lower) return null;
  const [fPlus, fMinus] = yield [plus, minus].map((value) => ({ index, value }));
  const ends = [
    { at: plus, value: fPlus },
    { at: minus, value: fMinus },
  ];
  return { slope: (fPlus - fMinus) / (plus - minus), ends };
}

/** Whether on one side of each far point the loss runs with the slope of the tread. */
function* runsLikeTread(
  { ends }: FarPoints,
  tread: number,
  tolerance: number,
  { index, lower, upper, isFloat32 }: EntryProblem,
  context: PointContext,
): Asking<boolean> {
  // Far enough to tell the two slopes apart in spite of the noise, and no further: few treads end on so short a way.
  const noise = Math.max(context.noiseBound, ulp(context.loss, context.roundoff));
  const enough = nearestPowerOfTwo((4 * noise) / tolerance);
  for (const { at, value } of ends) {
    const near = Math.max(enough, ulp(at, isFloat32 ? ROUNDOFF_32 : ROUNDOFF_64));
    const beside = isFloat32 ? [Math.fround(at + near), Math.fround(at - near)] : [at + near, at - near];
    if (beside[0] > upper || beside[1] < lower) return false;
    const values = yield beside.map((point) => ({ index, value: point }));
    if (!beside.some((point, k) => Math.abs((values[k] - value) / (point - at) - tread) <= tolerance)) return false;
  }
  return true;
}

/** The slope on which two steps in a row agree further out, far above the bound on the one at the point; or null. */
export function slopeFurtherOut({ rows }: Ladder, { row, bound }: Estimate, size: number): number | null {
  const far = rows.slice(row + 1).filter(({ width }) => width <= size / 8);
  const agrees = (k: number): boolean =>
    Math.abs(far[k].slope) > 64 * bound && Math.abs(far[k].slope - far[k - 1].slope) <= SAME * Math.abs(far[k].slope);
  for (let k = far.length - 1; k > 0; k--) if (agrees(k)) return far[k].slope;
  return null;
}
