/** Losses over time fall into tenths; their largest tell whether a run grows. */
const PARTS = 10;
/** A run that has come down to this share of what it began with is at its minimum: what is left is rounding. */
const AT_MINIMUM = 1e-12;

/**
 * Whether a run is stable: its losses stay finite, and in their last tenth are no higher than half way. At a learning rate
 * beyond the limit the sharpest direction grows from step to step; below it, it decays.
 */
export function isStable(losses: readonly number[]): boolean {
  if (!losses.every(Number.isFinite)) return false;
  const least = losses.reduce((a, b) => Math.min(a, b));
  const part = Math.max(1, Math.floor(losses.length / PARTS));
  const highest = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b)) - least;
  const half = Math.floor(losses.length / 2);
  const halfWay = highest(losses.slice(half - part, half + 1));
  const end = highest(losses.slice(-part));
  return end <= halfWay || end <= AT_MINIMUM * (losses[0] - least);
}

/** Ratio of the rates around a limit at which it is known well enough. */
const PRECISE = 1.005;
/** Doublings, or halvings, until a limit outside the grid is given up. */
const MOST_WIDENINGS = 40;

/**
 * The largest stable learning rate to half a per cent, by bisection on the logarithm; null where no rate is too large, or
 * none small enough.
 * @param isStableAt whether a run at a rate is stable
 * @param stable rates known to be stable, or not; the search begins between them
 */
export async function findStabilityLimit(
  isStableAt: (rate: number) => Promise<boolean>,
  [lo, hi]: readonly [number, number],
): Promise<number | null> {
  let stable = lo;
  let unstable = hi;
  for (let k = 0; !(await isStableAt(stable)); k++) {
    if (k === MOST_WIDENINGS) return null;
    unstable = stable;
    stable /= 2;
  }
  if (unstable <= stable) unstable = 2 * stable;
  for (let k = 0; await isStableAt(unstable); k++) {
    if (k === MOST_WIDENINGS) return null;
    stable = unstable;
    unstable *= 2;
  }
  while (unstable / stable > PRECISE) {
    const middle = Math.sqrt(stable * unstable);
    if (await isStableAt(middle)) stable = middle;
    else unstable = middle;
  }
  return stable;
}
