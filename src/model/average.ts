/**
 * The mean of several evaluations, one after the other: the deviation of their noise, divided by √count.
 *
 * As a running mean, m ← m + (v − m)/k, which gives back equal values as they are (Welford, Technometrics 4 (1962), 419).
 */
export function average(evaluate: () => number | Promise<number>, count: number): number | Promise<number> {
  let mean = 0;
  for (let k = 1; k <= count; k++) {
    const value = evaluate();
    if (typeof value !== 'number') return averageLater(evaluate, count, k, mean, value);
    mean += (value - mean) / k;
  }
  return mean;
}

/** The rest of the mean, from the k-th value on, which is a promise. */
async function averageLater(
  evaluate: () => number | Promise<number>,
  count: number,
  first: number,
  soFar: number,
  pending: Promise<number>,
): Promise<number> {
  let mean = soFar + ((await pending) - soFar) / first;
  for (let k = first + 1; k <= count; k++) mean += ((await evaluate()) - mean) / k;
  return mean;
}
