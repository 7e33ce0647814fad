/**
 * How many standard deviations a normal variable exceeds with a small probability: Abramowitz and Stegun (1964) 26.2.23,
 * right to 5e-4.
 * @param probability in (0, 0.5]
 */
export function upperNormalQuantile(probability: number): number {
  const t = Math.sqrt(-2 * Math.log(probability));
  return t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
}

/**
 * What a χ² variable exceeds with a small probability: Wilson and Hilferty's (1931) cube-root approximation, right to a
 * few per cent, and to 6 % at 1e-5, which is enough for a fence.
 */
export function upperChiSquareQuantile(degrees: number, probability: number): number {
  const spread = 2 / (9 * degrees);
  return degrees * (1 - spread + upperNormalQuantile(probability) * Math.sqrt(spread)) ** 3;
}
