import type { Leaf } from '../model/tree-layout.js';

/**
 * Draws entries to look at, without replacement, in each of the leaves: one of each at least, the others in proportion to
 * the sizes, so that a small parameter is not lost beside a large one. Fewer than there are leaves are as many as these.
 * @returns 1 for each entry drawn, by its place in the flat vector of `size` numbers
 */
export function sampleEntries(
  leaves: readonly Leaf[],
  wanted: number,
  { size, random }: { size: number; random: () => number },
): Uint8Array {
  const drawn = new Uint8Array(size);
  const quotas = shareOut(
    leaves.map((leaf) => leaf.size),
    wanted,
  );
  leaves.forEach((leaf, k) => drawFrom(leaf, quotas[k], drawn, random));
  return drawn;
}

/** One for each that is not empty, the rest in proportion to what is left of the sizes; remainders to the largest. */
function shareOut(sizes: readonly number[], wanted: number): number[] {
  const quotas = sizes.map((size) => Math.min(1, size));
  const left = Math.max(0, wanted - sum(quotas));
  const open = sum(sizes) - sum(quotas);
  if (left >= open) return [...sizes];
  const shares = sizes.map((size, k) => (left * (size - quotas[k])) / open);
  const whole = shares.map(Math.floor);
  const byRemainder = shares.map((_, k) => k).sort((a, b) => shares[b] - whole[b] - (shares[a] - whole[a]) || a - b);
  for (const k of byRemainder.slice(0, left - sum(whole))) whole[k]++;
  return quotas.map((quota, k) => quota + whole[k]);
}

/** Each set of `count` entries with equal chance. Source: R. W. Floyd, in J. Bentley, Comm. ACM 30 (1987), 754–757. */
function drawFrom({ offset, size }: Leaf, count: number, drawn: Uint8Array, random: () => number): void {
  for (let last = size - count; last < size; last++) {
    const candidate = offset + Math.floor(random() * (last + 1));
    drawn[drawn[candidate] ? offset + last : candidate] = 1;
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
