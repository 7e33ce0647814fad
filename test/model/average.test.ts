import { assert, constantFrom, double, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { average } from '../../src/model/average.js';

const inTurn = <Value>(values: readonly Value[]) => {
  let call = 0;
  return () => values[call++];
};

describe('average', () => {
  it('is the mean, of promises as well, asked for one after the other', async () => {
    expect(average(inTurn([1, 2, 6]), 3)).toBeCloseTo(3, 14);
    expect(await average(inTurn([1, Promise.resolve(2), 6, Promise.resolve(7)]), 4)).toBeCloseTo(4, 14);
    let open = 0;
    const later = async () => {
      expect(open++).toBe(0);
      await Promise.resolve();
      open--;
      return 1;
    };
    expect(await average(later, 5)).toBe(1);
  });

  it('gives back equal values to the last bit', () => {
    assert(
      property(double({ noNaN: true, noDefaultInfinity: true }), integer({ min: 1, max: 50 }), (value, count) => {
        expect(average(() => value, count)).toBe(value + 0);
      }),
    );
  });

  it('is not finite where a value is not', () => {
    assert(
      property(constantFrom(NaN, Infinity, -Infinity), integer({ min: 0, max: 4 }), (broken, place) => {
        const mean = average(inTurn(Array.from({ length: 5 }, (_, k) => (k === place ? broken : k))), 5);
        expect(Number.isFinite(mean)).toBe(false);
      }),
    );
  });
});
