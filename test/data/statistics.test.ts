import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countBins } from '../../src/data/histogram.js';
import { measureMoments } from '../../src/data/moments.js';
import { upperChiSquareQuantile, upperNormalQuantile } from '../../src/data/normal-distribution.js';
import { median, medianDeviation, quantile, sortFinite } from '../../src/data/quantile.js';
import { rankValues } from '../../src/data/ranks.js';

const floats = (values: readonly number[]): Float64Array => Float64Array.from(values);
const sorted = (values: readonly number[]): Float64Array => floats(values).sort();

describe('quantiles', () => {
  it('are those of NumPy', () => {
    const values = sorted([7, 1, 3, 10]);
    // numpy.quantile([7, 1, 3, 10], [0, .1, .25, .5, .9, 1])
    const expected = [1, 1.6, 2.5, 5, 9.1, 10];
    [0, 0.1, 0.25, 0.5, 0.9, 1].forEach((p, i) => expect(quantile(values, p)).toBeCloseTo(expected[i], 14));
    expect(quantile(floats([]), 0.5)).toBeNaN();
  });

  it('leave NaN out', () => {
    expect([...sortFinite(floats([3, NaN, 1]))]).toEqual([1, 3]);
  });
});

describe('the median absolute deviation', () => {
  it('is the median of the deviations', () => {
    const numbers = fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(numbers, (values) => {
        const all = sorted(values);
        const centre = median(all);
        const deviations = sorted(values.map((value) => Math.abs(value - centre)));
        expect(medianDeviation(all, centre)).toBeCloseTo(median(deviations), 8);
      }),
    );
    expect(medianDeviation(floats([]), NaN)).toBeNaN();
  });
});

describe('mean and standard deviation', () => {
  it.each([
    [[1, 2, 3, 4], 2.5, Math.sqrt(1.25)],
    [[1e9 + 1, 1e9 + 2, 1e9 + 3], 1e9 + 2, Math.sqrt(2 / 3)],
    [[1e300, -1e300], 0, 1e300],
    [[NaN, 5, NaN, 7], 6, 1],
    [[0, 0], 0, 0],
  ])('of %o', (values, mean, sd) => {
    const found = measureMoments(floats(values));
    expect(found.mean).toBe(mean);
    expect(found.sd / (sd || 1)).toBeCloseTo(sd === 0 ? 0 : 1, 14);
  });
});

it('histograms count every value, the largest as well', () => {
  expect(countBins(floats([0, 1, 2, 3, 4]), 2)).toEqual({ low: 0, high: 4, counts: [2, 3] });
  expect(countBins(floats([7, 7]), 3)).toEqual({ low: 7, high: 7, counts: [2, 0, 0] });
  expect(countBins(sorted([-1e308, 1e308]), 2)!.counts).toEqual([1, 1]);
});

it('equal values share their rank', () => {
  const { ranks, count, ties } = rankValues(floats([5, NaN, 3, 5, 9]));
  expect([...ranks]).toEqual([2.5, NaN, 1, 2.5, 4]);
  expect([count, ties]).toEqual([4, 6]);
});

it('far quantiles are near those of tables', () => {
  expect(upperNormalQuantile(0.025)).toBeCloseTo(1.96, 2);
  expect(upperNormalQuantile(1e-6)).toBeCloseTo(4.753, 2);
  expect(Math.abs(upperChiSquareQuantile(9, 0.001) / 27.877 - 1)).toBeLessThan(0.01);
  // Farther out, and of few degrees, it is less near.
  expect(Math.abs(upperChiSquareQuantile(3, 1e-5) / 25.902 - 1)).toBeLessThan(0.06);
});
