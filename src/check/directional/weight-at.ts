/**
 * The weight of an entry in a random direction: 0.5 to 1.5 to either side, the same for the same seed and place. So no
 * direction is stored, and in a part of the entries it is the same as in all of them. The sizes are random as well, lest
 * two equal errors cancel. The bits are those of the finaliser of MurmurHash3 (A. Appleby), twice.
 */
export function weightAt(seed: number, i: number): number {
  const bits = mix(mix(seed | 0) ^ Math.imul(i + 1, 0x9e3779b1));
  const size = 0.5 + (bits >>> 1) / 2 ** 31;
  return (bits & 1) === 0 ? size : -size;
}

function mix(bits: number): number {
  let h = bits ^ (bits >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
