/** Smallest and largest of f over positions; spreading them into Math.min would exhaust the stack. */
export function extremes(positions: readonly number[], f: (i: number) => number): { least: number; most: number } {
  let least = Infinity;
  let most = -Infinity;
  for (const i of positions) {
    const value = f(i);
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return { least, most };
}

/** The largest of any number of numbers; −Infinity of none. */
export function largestOf(values: Iterable<number>): number {
  let most = -Infinity;
  for (const value of values) if (value > most) most = value;
  return most;
}
