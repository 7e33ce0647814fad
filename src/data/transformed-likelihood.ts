/** Numbers in ascending order, each standing for as many as its weight says. */
export interface WeightedNumbers {
  readonly values: Float64Array;
  readonly weights: Float64Array;
}

/** A transform y(x) with y'(0) = 1. */
interface Shape {
  readonly transform: (x: number) => number;
  /** log dy/dx. */
  readonly logSlope: (x: number, y: number) => number;
  /** Taken off the log-likelihood. */
  readonly price: number;
}

/** How near 1 + ax comes to 0 at the least number: from slightly skewed to strongly so. */
const POLE_SHARES = [0.9, 0.75, 0.5, 0.35, 0.2, 0.1, 0.03, 0.01];
/** Where tails on both sides begin to be compressed: at 1/b. */
const BENDS = [0.25, 0.5, 1, 2, 4, 8];

/**
 * Shapes beyond these are rare, as that of Cauchy's numbers, and one number alone does not speak for them: their
 * likelihood is taken e⁻⁵ times. Up to there are lognormal numbers with σ = 1, Laplace's, and t with 4 degrees.
 */
const USUAL = { log: 2, asinh: 1, student: 0.5 };
const PRICE = 5;

/**
 * The largest log-likelihood of numbers under the assumption that some smooth transform makes them normal: none at all;
 * log(1 + ax)/a for a longer tail above, and its mirror image for one below; for long tails on both sides asinh(bx)/b
 * and Wallace's (1959) for Student's t. It is −n/2 · log var(y) + Σ log dy/dx (Box and Cox 1964), mean and variance being at
 * their best; n/2 · log 2πe is left out.
 * @param numbers centred at their median, in units of their spread
 * @param step of the grid that they were rounded to: rounding adds step²/12 to a variance (Sheppard), without which the
 * likelihood of a few values that come again and again has no bound
 */
export function fitTransformed(numbers: WeightedNumbers, step: number): number {
  const { values } = numbers;
  // A number at the end may stand for one that is half a step farther out.
  const below = step / 2 - values[0];
  const above = step / 2 + values[values.length - 1];
  const fits = [UNCHANGED, ...logarithms(below, 1), ...logarithms(above, -1), ...SYMMETRIC].map(
    (shape) => fitShape(numbers, step ** 2 / 12, shape) - shape.price,
  );
  return Math.max(...fits);
}

const UNCHANGED: Shape = { transform: (x) => x, logSlope: () => 0, price: 0 };

/** Logarithms whose pole lies beyond the end of the short tail. */
function logarithms(reach: number, side: 1 | -1): Shape[] {
  if (!(reach > 0)) return [];
  return POLE_SHARES.map((share) => {
    const a = side * ((1 - share) / reach);
    return {
      transform: (x) => Math.log1p(a * x) / a,
      logSlope: (_, y) => -a * y,
      price: priceOf(Math.abs(a), USUAL.log),
    };
  });
}

const SYMMETRIC: readonly Shape[] = BENDS.flatMap((b): Shape[] => [
  {
    transform: (x) => Math.asinh(b * x) / b,
    logSlope: (x) => -Math.log1p((b * x) ** 2) / 2,
    price: priceOf(b, USUAL.asinh),
  },
  {
    transform: (x) => (Math.sign(x) * Math.sqrt(Math.log1p((b * x) ** 2))) / b,
    logSlope: (x, y) => (y === 0 ? 0 : Math.log(x / y) - Math.log1p((b * x) ** 2)),
    price: priceOf(b, USUAL.student),
  },
]);

function priceOf(bend: number, usual: number): number {
  return bend > usual ? PRICE : 0;
}

function fitShape({ values, weights }: WeightedNumbers, rounding: number, { transform, logSlope }: Shape): number {
  let [total, sum, squares, slopes] = [0, 0, 0, 0];
  for (let i = 0; i < values.length; i++) {
    const y = transform(values[i]);
    const weight = weights[i];
    total += weight;
    sum += weight * y;
    squares += weight * y * y;
    slopes += weight * logSlope(values[i], y);
  }
  const mean = sum / total;
  const variance = Math.max(0, squares / total - mean * mean) + rounding;
  return (-total / 2) * Math.log(variance) + slopes;
}
