/** Ranks from 1, equal values sharing the mean of theirs; NaN has none, and its rank is NaN. */
export function rankValues(values: Float64Array): { ranks: Float64Array; count: number; ties: number } {
  const order = Uint32Array.from(values, (_, i) => i)
    .filter((i) => values[i] === values[i])
    .sort((a, b) => values[a] - values[b]);
  const ranks = new Float64Array(values.length).fill(NaN);
  // Σ t³ − t over groups of t equal values, for the correction of rank statistics.
  let ties = 0;
  for (let start = 0; start < order.length;) {
    let end = start + 1;
    while (end < order.length && values[order[end]] === values[order[start]]) end++;
    for (let i = start; i < end; i++) ranks[order[i]] = (start + 1 + end) / 2;
    ties += (end - start) ** 3 - (end - start);
    start = end;
  }
  return { ranks, count: order.length, ties };
}
