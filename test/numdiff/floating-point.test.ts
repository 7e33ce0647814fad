import { assert, double, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exponentOf, median, nearestPowerOfTwo, ROUNDOFF_32, ROUNDOFF_64, ulp } from '../../src/numdiff/index.js';

const bits = new BigInt64Array(1);
const float = new Float64Array(bits.buffer);

/** The next larger float64 number above |x|, from its bits. */
function nextAbove(x: number): number {
  float[0] = Math.abs(x);
  bits[0]++;
  return float[0];
}

const nonzero = double({ noNaN: true, noDefaultInfinity: true }).filter((x) => x !== 0);

describe('exponentOf', () => {
  it.each([
    [1, 0],
    [-1, 0],
    [1.999, 0],
    [2, 1],
    [0.5, -1],
    [0.75, -1],
    [3, 1],
    [2 ** 52 + 1, 52],
    [Number.MAX_VALUE, 1023],
    [2 ** -1022, -1022],
    [2 ** -1030, -1030],
    [3 * 2 ** -1074, -1073],
    [Number.MIN_VALUE, -1074],
    [-Number.MIN_VALUE, -1074],
  ])('of %d is %d', (x, exponent) => {
    expect(exponentOf(x)).toBe(exponent);
  });

  it('brackets every number that is not subnormal', () => {
    assert(
      property(
        nonzero.filter((x) => Math.abs(x) >= 2 ** -1022),
        (x) => {
          const e = exponentOf(x);
          expect(Math.abs(x)).toBeGreaterThanOrEqual(2 ** e);
          expect(Math.abs(x) / 2 ** e).toBeLessThan(2);
        },
      ),
    );
  });
});

describe('ulp', () => {
  it.each([
    [1, Number.EPSILON],
    [-1, Number.EPSILON],
    [2 - 2 ** -52, Number.EPSILON],
    [2, 2 * Number.EPSILON],
    [1e16, 2],
    [0, Number.MIN_VALUE],
    [-0, Number.MIN_VALUE],
    [2 ** -1060, Number.MIN_VALUE],
    [2 ** -1022, Number.MIN_VALUE],
  ])('of %d is %d in float64', (x, spacing) => {
    expect(ulp(x)).toBe(spacing);
  });

  it('is the distance to the next float64 number', () => {
    assert(
      property(
        nonzero.filter((x) => Math.abs(x) < Number.MAX_VALUE),
        (x) => {
          expect(ulp(x)).toBe(nextAbove(x) - Math.abs(x));
        },
      ),
    );
  });

  it.each([
    [1, 2 ** -23],
    [1.5, 2 ** -23],
    [16777216, 2],
    [0, 2 ** -149],
    [2 ** -126, 2 ** -149],
    [2 ** -140, 2 ** -149],
  ])('of %d is %d in float32', (x, spacing) => {
    expect(ulp(x, ROUNDOFF_32)).toBe(spacing);
    expect(Math.fround(x + spacing)).toBeGreaterThan(x);
    expect(Math.fround(x + spacing / 4)).toBe(x);
  });

  it('is twice the unit roundoff at 1', () => {
    expect(ulp(1)).toBe(2 * ROUNDOFF_64);
    expect(ulp(1, ROUNDOFF_32)).toBe(2 * ROUNDOFF_32);
  });
});

describe('nearestPowerOfTwo', () => {
  it.each([
    [1, 1],
    [1.4, 1],
    [1.42, 2],
    [0.7, 0.5],
    [0.71, 1],
    [1000, 1024],
    [Number.MIN_VALUE, 2 ** -1060],
    [0, 2 ** -1060],
    [Number.MAX_VALUE, 2 ** 1000],
    [Infinity, 2 ** 1000],
  ])('of %d is %d', (x, power) => {
    expect(nearestPowerOfTwo(x)).toBe(power);
  });

  it('is within a factor √2 and adds no rounding to a number of its size', () => {
    assert(
      property(double({ min: 1e-300, max: 1e300, noNaN: true }), (x) => {
        const power = nearestPowerOfTwo(x);
        expect(Math.max(power / x, x / power)).toBeLessThanOrEqual(Math.SQRT2 * (1 + 1e-12));
        expect(Math.log2(power) % 1).toBeCloseTo(0, 15);
      }),
    );
  });
});

describe('median', () => {
  it.each([
    [[3], 3],
    [[3, 1, 2], 2],
    [[4, 1, 3, 2], 2.5],
    [[10, 9, 100, 1], 9.5],
  ])('of %j is %d', (values, expected) => {
    expect(median(values)).toBe(expected);
  });

  it('is NaN of nothing and leaves its argument as it was', () => {
    expect(median([])).toBeNaN();
    const values = [3, 1, 2];
    median(values);
    expect(values).toEqual([3, 1, 2]);
  });
});
