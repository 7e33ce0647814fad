import { assert, constantFrom, integer, array, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleEntries } from '../../src/check/sample-entries.js';
import type { Leaf } from '../../src/model/tree-layout.js';
import { createRandom } from '../../src/numdiff/index.js';

function leavesOf(sizes: readonly number[]): Leaf[] {
  let offset = 0;
  return sizes.map((size, k) => {
    const leaf: Leaf = { path: `p${k}`, shape: [size], size, offset, storage: 'float64' };
    offset += size;
    return leaf;
  });
}

function draw(sizes: readonly number[], wanted: number, seed = 1): number[] {
  const size = sizes.reduce((sum, one) => sum + one, 0);
  const drawn = sampleEntries(leavesOf(sizes), wanted, { size, random: createRandom(seed) });
  return leavesOf(sizes).map((leaf) => drawn.subarray(leaf.offset, leaf.offset + leaf.size).reduce((a, b) => a + b, 0));
}

describe('a sample of entries', () => {
  it.each<[number[], number, number[]]>([
    [[400, 1], 20, [19, 1]],
    [[100, 100, 100], 3, [1, 1, 1]],
    [[100, 100, 100], 1, [1, 1, 1]],
    [[900, 90, 10], 103, [91, 10, 2]],
    [[5, 5], 100, [5, 5]],
    [[0, 7], 3, [0, 3]],
  ])('of leaves of %j, %i wanted, takes %j of them', (sizes, wanted, expected) => {
    expect(draw(sizes, wanted)).toEqual(expected);
  });

  it('takes as many as are wanted, and some of each leaf', () => {
    const sizes = array(integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 12 });
    assert(
      property(sizes, integer({ min: 1, max: 400 }), constantFrom(1, 2, 3), (given, wanted, seed) => {
        const counts = draw(given, wanted, seed);
        const total = given.reduce((sum, one) => sum + one, 0);
        expect(counts.reduce((sum, one) => sum + one, 0)).toBe(Math.min(total, Math.max(wanted, given.length)));
        expect(counts.every((count, k) => count >= 1 && count <= given[k])).toBe(true);
      }),
    );
  });

  it('takes each entry equally often', () => {
    const times = new Float64Array(10);
    for (let seed = 0; seed < 4000; seed++)
      sampleEntries(leavesOf([10]), 3, { size: 10, random: createRandom(seed) }).forEach((one, i) => (times[i] += one));
    // 1200 expected of each, with a deviation of 29.
    for (const count of times) expect(Math.abs(count - 1200)).toBeLessThan(150);
  });
});
