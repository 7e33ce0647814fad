import { describe, expect, it } from 'vitest';
import { areFloat32, latticeOf } from '../../src/numdiff/value-lattice.js';

const { fround } = Math;

describe('areFloat32', () => {
  it('takes full float32 numbers as proof, one if there is no other', () => {
    expect(areFloat32([fround(1.2634), fround(1.2634) + 2 ** -23])).toBe(true);
    expect(areFloat32([fround(1.2634)])).toBe(true);
  });

  it('asks for all of them to be float32, not all of them short', () => {
    expect(areFloat32([fround(0.1), 0.1])).toBe(false);
    expect(areFloat32([fround(0.1), fround(0.2), 0.3])).toBe(false);
    expect(areFloat32([3, 4, 5, 6.5])).toBe(false);
    expect(areFloat32([])).toBe(false);
  });
});

describe('latticeOf', () => {
  it('finds the spacing on which all values lie', () => {
    expect(latticeOf([0.3, 0.31, 0.34, 0.29], 1e-15)).toBeCloseTo(0.01, 12);
    expect(latticeOf([7, 13, 19, 31], 1e-12)).toBe(6);
  });

  it.each([1e-2, 1e-4, 1e-9, 1e-12])('finds that of multiples of %d, each of them rounded', (quantum) => {
    const values = [3, 17, 40, 41, 98, 126, 7, 77].map((k) => (Math.round(5.29 / quantum) + k) * quantum);
    expect(latticeOf(values, 2 ** -50) / quantum).toBeCloseTo(1, 3);
  });

  it('is exact for multiples of a last place, however many', () => {
    const values = [0, 12345, 678901, 23456789].map((k) => k * 2 ** -43);
    expect(latticeOf(values, 2 ** -50)).toBe(2 ** -43);
  });

  it('is 0 where the sizes of the values are too far apart to tell', () => {
    expect(latticeOf([0, 5.24e-11, 6.46265e-4, 8.98415951915908], 2 ** -49)).toBe(0);
  });

  it('is 0 for values that share none, or too few of them', () => {
    expect(latticeOf([0.1, 0.2345678, 0.4567891, 0.6789123], 1e-7)).toBe(0);
    expect(latticeOf([1, 2], 1e-15)).toBe(0);
  });
});
