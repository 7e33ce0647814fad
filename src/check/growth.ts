/** The exponent p of s ∝ h^p through two points: about 2 smooth, 1 kink, 0 jump or noise. */
export function exponentBetween(h1: number, s1: number, h2: number, s2: number): number {
  return Math.log(s2 / s1) / Math.log(h2 / h1);
}
