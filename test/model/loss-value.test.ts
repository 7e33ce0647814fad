import { describe, expect, it } from 'vitest';
import { readLossValue } from '../../src/model/loss-value.js';
import { thrownBy } from './thrown-by.js';

describe('readLossValue', () => {
  it.each<[string, unknown]>([
    ['a number', 2.5],
    ['an array of one', [2.5]],
    ['an array of an array of one', [[2.5]]],
    ['a typed array of one', new Float32Array([2.5])],
    ['a tensor with item()', { item: () => 2.5 }],
    ['a tensor with dataSync()', { dataSync: () => new Float32Array([2.5]), item: () => Promise.resolve(0) }],
    ['a tensor with dataSync() to an array', { dataSync: () => [2.5] }],
  ])('reads %s', (_what, value) => {
    expect(readLossValue(value)).toBe(2.5);
  });

  it('calls the methods of a tensor on the tensor', () => {
    class Tensor {
      readonly #value = 4;
      item() {
        return this.#value;
      }
    }
    expect(readLossValue(new Tensor())).toBe(4);
  });

  it.each([NaN, Infinity, -Infinity])('reads %s: whether it is finite is judged elsewhere', (value) => {
    expect(readLossValue(value)).toBe(value);
    expect(readLossValue([value])).toBe(value);
  });

  it.each<[unknown, RegExp]>([
    [[1, 2], /an array of length 2/],
    [[], /an array of length 0/],
    [new Float64Array(3), /a Float64Array of length 3/],
    ['1', /the string "1"/],
    [1n, /the BigInt 1n/],
    [true, /boolean true/],
    [null, /null/],
    [{ loss: 1 }, /an object/],
    [{ item: () => '1' }, /an object/],
    [{ dataSync: () => [1, 2] }, /an object/],
    [[[1], [2]], /an array of length 2/],
  ])('refuses %o', (value, found) => {
    const error = thrownBy(() => readLossValue(value));
    expect(error.code).toBe('bad-loss');
    expect(error.message).toMatch(/^loss should return a number, but returned /);
    expect(error.message).toMatch(found);
  });

  it('asks for the return that is missing', () => {
    const error = thrownBy(() => readLossValue(undefined, 'energy'));
    expect(error.message).toBe('energy should return a number, but returned undefined');
    expect(error.details.hint).toMatch(/`return`/);
  });
});
