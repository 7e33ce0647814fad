import { array, assert, double, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundLadder, Ladder, ROUNDOFF_32, ROUNDOFF_64, ulp, type Sides } from '../../src/numdiff/index.js';
import { normalOf } from './synthetic.js';

describe('boundLadder', () => {
  it('bounds the truncation of neighbours from both sides', () => {
    // D = 0.7; T₀ = (0.7 + 0.011)/(8 − 1), T₁ = (0.7 + 0.011)·8/7.
    const estimate = boundLadder([
      { width: 1, value: 2, noise: 0.01 },
      { width: 8, value: 2.7, noise: 0.001 },
    ]);
    expect(estimate).toMatchObject({ value: 2, row: 0, noise: 0.01 });
    expect(estimate.bound).toBeCloseTo(0.01 + 0.711 / 7, 14);
  });

  it('takes the row where noise and truncation balance', () => {
    // E₀ = 0.8 + (0.02 + 0.9)/7 = 0.931…, E₁ = 0.1 + min((0.01 + 0.1125)/7, 0.92·8/7), E₂ = 0.0125 + 0.1225·8/7.
    const estimate = boundLadder([
      { width: 1, value: 5.02, noise: 0.8 },
      { width: 8, value: 5, noise: 0.1 },
      { width: 64, value: 4.99, noise: 0.0125 },
    ]);
    expect(estimate.row).toBe(1);
    expect(estimate.bound).toBeCloseTo(0.1 + 0.1225 / 7, 14);
  });

  it('takes the quietest row that a larger one confirms, where all agree within the noise', () => {
    const estimate = boundLadder([
      { width: 1, value: 3.3, noise: 0.4 },
      { width: 8, value: 3.01, noise: 0.05 },
      { width: 64, value: 3, noise: 0.00625 },
      { width: 512, value: 3.0001, noise: 0.0008 },
    ]);
    expect(estimate).toMatchObject({ value: 3, row: 2, noise: 0.00625 });
    expect(estimate.bound).toBeCloseTo(0.00625 + 0.00715 / 7, 14);
  });

  it('does not take a smooth stretch that the smaller steps contradict', () => {
    // A kink between the second and the third step: above it the slope is another, and just as quiet.
    const estimate = boundLadder([
      { width: 1, value: 1, noise: 1e-6 },
      { width: 8, value: 1, noise: 1e-7 },
      { width: 64, value: 2, noise: 1e-8 },
      { width: 512, value: 2, noise: 1e-9 },
    ]);
    expect(estimate.value).toBe(1);
    expect(estimate.bound).toBeLessThan(2e-6);
  });

  it('knows nothing from one row or none', () => {
    expect(boundLadder([])).toMatchObject({ value: NaN, bound: Infinity, row: -1 });
    expect(boundLadder([{ width: 1, value: 1, noise: 0.1 }]).bound).toBe(Infinity);
  });

  it('ignores rows that are not finite', () => {
    const estimate = boundLadder([
      { width: 1, value: 2, noise: 0.01 },
      { width: 8, value: 2.07, noise: 0.001 },
      { width: 64, value: Infinity, noise: 1e-4 },
    ]);
    expect(estimate.value).toBe(2);
    expect(estimate.bound).toBeCloseTo(0.01 + 0.081 / 7, 14);
    expect(
      boundLadder([Infinity, -Infinity, NaN].map((value, i) => ({ width: 8 ** i, value, noise: 1 }))),
    ).toMatchObject({ bound: Infinity, row: -1 });
  });

  it('bounds the error of x^1.5 at its edge, whose differences converge as √h only', () => {
    for (const first of [1e-12, 1e-9, 1e-6]) {
      const rows = [0, 1, 2, 3, 4].map((k) => ({ width: first * 8 ** k, value: Math.sqrt(first * 8 ** k), noise: 0 }));
      const { value, bound } = boundLadder(rows);
      expect(Math.abs(value)).toBeLessThanOrEqual(bound * (1 + 1e-12));
    }
  });

  it('holds for every truncation that grows at least linearly and every noise within its bound', () => {
    assert(
      property(
        double({ min: -10, max: 10, noNaN: true }),
        array(double({ min: -3, max: 3, noNaN: true }), { minLength: 3, maxLength: 3 }),
        array(double({ min: -1, max: 1, noNaN: true }), { minLength: 5, maxLength: 5 }),
        integer({ min: -30, max: -1 }),
        integer({ min: -50, max: -10 }),
        (truth, [linear, square, cube], noise, start, noiseExponent) => {
          const eta = 2 ** noiseExponent;
          const rows = noise.map((share, k) => {
            const h = 2 ** start * 8 ** k;
            // One sign: the error grows with every step, as the rule supposes.
            const error = Math.abs(linear) * h + Math.abs(square) * h ** 2 + Math.abs(cube) * h ** 3;
            return { width: h, value: truth + error + (share * eta) / h, noise: eta / h };
          });
          const { value, bound } = boundLadder(rows);
          expect(Math.abs(value - truth)).toBeLessThanOrEqual(bound * (1 + 1e-9) + 1e-13);
        },
      ),
      { numRuns: 600 },
    );
  });
});

/** A ladder over the steps 2^first·8^k of a function. */
function ladderOf(
  f: (x: number) => number,
  x: number,
  options: { sides?: Sides; noise?: number; first?: number; rows?: number; roundoff?: number } = {},
): Ladder {
  const { sides = 'both', noise = ulp(f(x)), first = -20, rows = 4, roundoff = ROUNDOFF_64 } = options;
  const ladder = new Ladder(sides, f(x), noise, roundoff);
  for (let k = 0; k < rows; k++) addRow(ladder, f, x, 2 ** first * 8 ** k);
  return ladder;
}

function addRow(ladder: Ladder, f: (x: number) => number, x: number, h: number): void {
  ladder.add(h, x, x + h, x - h, ladder.sides === 'minus' ? NaN : f(x + h), ladder.sides === 'plus' ? NaN : f(x - h));
}

describe('Ladder', () => {
  it('forms the differences of a row by hand-computed numbers', () => {
    // f = x², x = 3, h = 0.5: f₊ = 12.25, f₀ = 9, f₋ = 6.25.
    const [row] = ladderOf((x) => x * x, 3, { first: -1, rows: 1 }).rows;
    expect(row).toEqual({
      step: 0.5,
      width: 0.5,
      plus: 12.25,
      minus: 6.25,
      slope: 6,
      forward: 6.5,
      backward: 5.5,
      second: 0.5,
    });
  });

  it('divides by the distances of the points actually evaluated', () => {
    // The points of a rounded storage lie unevenly about x.
    const ladder = new Ladder('both', 10, 0, ROUNDOFF_32);
    ladder.add(0.25, 5, 5.3, 4.8, 10.6, 9.6);
    const [row] = ladder.rows;
    expect(row.width).toBeCloseTo(0.25, 14);
    expect(row.slope).toBeCloseTo(2, 13);
    expect(row.forward).toBeCloseTo(2, 13);
    expect(row.backward).toBeCloseTo(2, 13);
    expect(Math.abs(row.second)).toBeLessThan(1e-13);
  });

  it('rests on one side alone where the other is closed', () => {
    const above = ladderOf((x) => x * x, 3, { first: -1, rows: 1, sides: 'plus' });
    expect(above.rows[0]).toMatchObject({ slope: 6.5, forward: 6.5, width: 0.5, backward: NaN, second: NaN });
    const below = ladderOf((x) => x * x, 3, { first: -1, rows: 1, sides: 'minus' });
    expect(below.rows[0]).toMatchObject({ slope: 5.5, backward: 5.5, width: 0.5, forward: NaN, second: NaN });
  });

  it('keeps its rows by increasing step, in whatever order they come', () => {
    const ladder = new Ladder('both', 1, 1e-16, ROUNDOFF_64);
    for (const h of [2 ** -10, 2 ** -20, 2 ** -4, 2 ** -15]) addRow(ladder, Math.exp, 0, h);
    expect(ladder.rows.map((row) => row.step)).toEqual([2 ** -20, 2 ** -15, 2 ** -10, 2 ** -4]);
  });

  it('gives the same estimate in whatever order the rows came, also when read in between', () => {
    const steps = [2 ** -10, 2 ** -20, 2 ** -13, 2 ** -17];
    const estimates = [steps, [...steps].reverse()].map((order) => {
      const ladder = new Ladder('both', 1, 1e-15, ROUNDOFF_64);
      for (const h of order) {
        addRow(ladder, Math.exp, 0, h);
        ladder.estimate();
      }
      return ladder.estimate();
    });
    expect(estimates[1]).toEqual(estimates[0]);
  });

  it('takes the rounding of large values for noise, where they are larger than those at the point', () => {
    const ladder = ladderOf((x) => x ** 9, 1e-3, { noise: 1e-40, first: -1, rows: 2 });
    expect(ladder.valueNoise(ladder.rows[1])).toBe(1.5 * ulp(4.001 ** 9));
    const coarse = ladderOf((x) => x, 1, { noise: 0, roundoff: ROUNDOFF_32, rows: 1 });
    expect(coarse.valueNoise(coarse.rows[0])).toBe(1.5 * 2 ** -23);
  });

  it('counts the noise twice where one side only is taken', () => {
    const both = ladderOf(Math.sin, 1, { noise: 1e-9, rows: 1 });
    const plus = ladderOf(Math.sin, 1, { noise: 1e-9, rows: 1, sides: 'plus' });
    expect(both.slopeNoise(both.rows[0])).toBe(1e-9 / both.rows[0].width);
    expect(plus.slopeNoise(plus.rows[0])).toBe(2e-9 / plus.rows[0].width);
  });

  it.each<[string, (x: number) => number, number, number]>([
    ['sin', Math.sin, 1, Math.cos(1)],
    ['exp', Math.exp, -2, Math.exp(-2)],
    ['a steep exponential', (x) => Math.exp(40 * x), 0.5, 40 * Math.exp(20)],
    ['1/x near its pole', (x) => 1 / x, 1e-2, -1e4],
    ['√x', Math.sqrt, 2, 0.5 / Math.SQRT2],
  ])('bounds the error of the derivative of %s', (_name, f, x, truth) => {
    for (const sides of ['both', 'plus', 'minus'] as const) {
      const { value, bound } = ladderOf(f, x, { sides, noise: 4 * ulp(f(x)), first: -26 }).estimate();
      expect(Math.abs(value - truth)).toBeLessThanOrEqual(bound);
      expect(bound).toBeLessThan(1e-3 * Math.abs(truth));
    }
  });

  it('bounds the error on polynomials with synthetic noise', () => {
    const coefficient = double({ min: -5, max: 5, noNaN: true });
    assert(
      property(
        array(coefficient, { minLength: 4, maxLength: 4 }),
        double({ min: -2, max: 2, noNaN: true }),
        integer({ min: -14, max: -3 }),
        integer({ min: 0, max: 1e6 }),
        ([a, b, c, d], x, decade, seed) => {
          const sigma = 10 ** decade;
          const f = (t: number): number => a + t * (b + t * (c + t * d)) + sigma * normalOf([t], seed);
          const noise = 6 * sigma + 8 * ulp(100);
          const { value, bound } = ladderOf(f, x, { noise, first: -24, rows: 7 }).estimate();
          expect(Math.abs(value - (b + x * (2 * c + 3 * x * d)))).toBeLessThanOrEqual(bound);
        },
      ),
      { numRuns: 600 },
    );
  });

  it('reads the slopes on the two sides of a kink', () => {
    const ladder = ladderOf((x) => 3 * Math.abs(x - 1) + x * x, 1);
    const forward = ladder.oneSidedEstimate('forward');
    const backward = ladder.oneSidedEstimate('backward');
    expect(Math.abs(forward.value - 5)).toBeLessThanOrEqual(forward.bound);
    expect(Math.abs(backward.value + 1)).toBeLessThanOrEqual(backward.bound);
    expect(Math.max(forward.bound, backward.bound)).toBeLessThan(1e-4);
  });

  it('raises a noise level that was measured too small by the gaps that fall towards larger steps', () => {
    const sigma = 1e-6;
    let raised = 0;
    for (let seed = 0; seed < 100; seed++) {
      const f = (x: number): number => Math.sin(x) + sigma * normalOf([x], seed);
      const ladder = ladderOf(f, 1, { noise: 1e-15, first: -24, rows: 5 });
      const inflated = ladder.inflatedNoise();
      if (inflated > sigma / 30) raised++;
      expect(inflated).toBeLessThan(20 * sigma);
    }
    // Chance makes a gap grow here and there.
    expect(raised).toBeGreaterThanOrEqual(80);
  });

  it.each<[string, (x: number) => number]>([
    ['smooth', (x) => Math.sin(x)],
    ['a kink at a distance', (x) => Math.sin(x) + Math.max(0, x - 1.001)],
    ['a jump at a distance', (x) => Math.sin(x) + (x > 1.001 ? 1 : 0)],
  ])('leaves the noise level as it was where the loss has %s', (_name, f) => {
    const ladder = ladderOf(f, 1, { noise: 1e-15, first: -20, rows: 5 });
    expect(ladder.inflatedNoise()).toBe(1e-15);
  });

  it('takes rows that are flat below one that moves both ways for a loss in steps', () => {
    const quantum = 1e-4;
    const f = (x: number): number => Math.round(Math.sin(x) / quantum) * quantum;
    const ladder = ladderOf(f, 1, { noise: 1e-15, first: -20, rows: 5 });
    expect(ladder.inflatedNoise()).toBeGreaterThan(quantum / 16);
    const { value, bound } = ladder.estimate();
    expect(Math.abs(value - Math.cos(1))).toBeLessThanOrEqual(bound);
  });
});
