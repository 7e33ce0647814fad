/** Fewer steps than this prove nothing. */
export const LEAST_TO_DIVERGE = 4;
const DIVERGENCE = 1.5;

/**
 * Differences that grow at every step downward: those of √x at 0 do by the root of the ratio of the steps, those across a
 * jump by the ratio itself.
 * @param ladder the smallest step first
 */
export function growsWithoutLimit(
  ladder: readonly { readonly value: number; readonly noise: number }[],
  least = LEAST_TO_DIVERGE,
): boolean {
  return (
    ladder.length >= least &&
    ladder.every(
      ({ value, noise }, k) =>
        k === 0 || Math.abs(ladder[k - 1].value) > DIVERGENCE * Math.abs(value) + noise + ladder[k - 1].noise,
    )
  );
}
