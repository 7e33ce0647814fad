import { describe, expect, it } from 'vitest';
import { readPoint } from '../../src/model/read-point.js';
import { readTree } from '../../src/model/tree-layout.js';
import { thrownBy } from './thrown-by.js';

const params = { w: [1, 2], f: new Float32Array(2), layers: [{ b: 3 }, { b: 4 }] };
const read = (tree: unknown, of: unknown = params) => readPoint(readTree(of).layout, tree, 'points[2]');

describe('a point', () => {
  it('has the order of params, whatever the order of its keys and the kind of its arrays', () => {
    const tree = { layers: [{ b: 7 }, { b: 8 }], f: [5, 6], w: new Float64Array([1, 2]) };
    expect([...read(tree)]).toEqual([1, 2, 5, 6, 7, 8]);
  });

  it('may hold plain arrays where params holds typed ones', () => {
    expect([
      ...read(
        [
          [1, 2],
          [3, 4],
        ],
        [new Float32Array(2), new Float64Array(2)],
      ),
    ]).toEqual([1, 2, 3, 4]);
  });

  it('is rounded where params is float32', () => {
    expect(read({ ...params, f: [0.1, 0.2] })[2]).toBe(Math.fround(0.1));
  });

  it('may be a number or an array by itself', () => {
    expect([...read(3, 1)]).toEqual([3]);
    expect([...read([3, 4], [1, 2])]).toEqual([3, 4]);
  });

  it.each<[string, unknown, unknown, RegExp]>([
    ['a missing leaf', { ...params, w: undefined }, params, /^points\[2\]: w should be 2 numbers, but is nothing/],
    ['a missing key', { f: params.f, layers: params.layers }, params, /^points\[2\]: w should be 2 numbers/],
    ['an extra key', { ...params, z: 1 }, params, /^points\[2\] has an entry z that params does not have/],
    [
      'a longer array',
      { ...params, w: [1, 2, 3] },
      params,
      /^points\[2\]: w should be 2 numbers, but is an array of 3/,
    ],
    ['a nest', { ...params, w: [[1], [2]] }, params, /w\[0\] should be a number, but is an array of 1/],
    ['a number for an array', 3, [1, 2], /^points\[2\] should be 2 numbers, but is number 3/],
    ['a record for an array', { a: 1 }, [1, 2], /^points\[2\] should be 2 numbers, but is an object/],
    ['a function inside', { ...params, w: () => [1, 2] }, params, /w should be 2 numbers, but is a function/],
    ['NaN', { ...params, w: [1, NaN] }, params, /^points\[2\]: w\[1\] is NaN/],
    ['what float32 cannot hold', { ...params, f: [1, 1e300] }, params, /^points\[2\]: f\[1\] is Infinity/],
  ])('with %s is refused by name', (_what, tree, of, message) => {
    const error = thrownBy(() => read(tree, of));
    expect(error.code).toBe('bad-params');
    expect(error.message).toMatch(message);
  });
});
