import { assert, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/numdiff/index.js';

const draw = (random: () => number, count: number): number[] => Array.from({ length: count }, () => random());

describe('createRandom', () => {
  it('gives the same numbers for the same seed, and again after a restart', () => {
    assert(
      property(integer(), integer({ min: 0, max: 50 }), (seed, drawn) => {
        const random = createRandom(seed);
        const first = draw(random, 20);
        draw(random, drawn);
        random.restart();
        expect(draw(random, 20)).toEqual(first);
        expect(draw(createRandom(seed), 20)).toEqual(first);
      }),
    );
  });

  it('gives other numbers for another seed, also one that differs in a single bit or above 2^32', () => {
    const seeds = [0, 1, 2, 3, -1, 1 << 16, 2 ** 31, 2 ** 32, 2 ** 32 + 1, 2 ** 40, 2 ** 52];
    const starts = seeds.map((seed) => draw(createRandom(seed), 4).join(' '));
    expect(new Set(starts).size).toBe(seeds.length);
  });

  it('stays in [0, 1) and uses all 53 bits', () => {
    const values = draw(createRandom(7), 20_000);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThan(1);
    const lastBits = values.map((v) => (v * 2 ** 53) % 2);
    const odd = lastBits.filter((bit) => bit === 1).length / values.length;
    expect(odd).toBeGreaterThan(0.48);
    expect(odd).toBeLessThan(0.52);
  });

  it.each([0, 1, 12345])('is uniform and not correlated from one number to the next (seed %d)', (seed) => {
    const count = 100_000;
    const values = draw(createRandom(seed), count);
    const mean = values.reduce((sum, v) => sum + v, 0) / count;
    const variance = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / count;
    const next = values.slice(1).reduce((sum, v, i) => sum + (v - mean) * (values[i] - mean), 0) / count / variance;
    // Five standard errors each.
    expect(Math.abs(mean - 0.5)).toBeLessThan(5 * Math.sqrt(1 / 12 / count));
    expect(Math.abs(variance - 1 / 12)).toBeLessThan(5 * Math.sqrt(1 / 180 / count));
    expect(Math.abs(next)).toBeLessThan(5 / Math.sqrt(count));
  });

  it('fills each of a hundred bins alike', () => {
    const bins = Array.from({ length: 100 }, () => 0);
    for (const v of draw(createRandom(3), 100_000)) bins[Math.floor(100 * v)]++;
    const chiSquare = bins.reduce((sum, n) => sum + (n - 1000) ** 2 / 1000, 0);
    expect(chiSquare).toBeGreaterThan(50);
    expect(chiSquare).toBeLessThan(160);
  });
});
