import { describe, expect, it } from 'vitest';
import { readGradient } from '../../src/model/read-gradient.js';
import { readTree } from '../../src/model/tree-layout.js';
import { thrownBy } from './thrown-by.js';

const read = (params: unknown, gradient: unknown, frozen: string[] = []) => [
  ...readGradient(readTree(params).layout, gradient, new Set(frozen)),
];
const refusal = (params: unknown, gradient: unknown, frozen: string[] = []) =>
  thrownBy(() => read(params, gradient, frozen));

describe('gradients of the same shape', () => {
  it('reads numbers in the order of the parameters, whatever the order of keys', () => {
    expect(read({ a: 0, b: { c: [0, 0] } }, { b: { c: [2, 3] }, a: 1 })).toEqual([1, 2, 3]);
  });

  it('takes plain and typed arrays for each other', () => {
    expect(read({ v: new Float64Array(2) }, { v: [1, 2] })).toEqual([1, 2]);
    expect(read([0, 0], new Float32Array([1, 2]))).toEqual([1, 2]);
    expect(
      read(
        [
          [0, 0],
          [0, 0],
        ],
        [new Float64Array([1, 2]), [3, 4]],
      ),
    ).toEqual([1, 2, 3, 4]);
    expect(read(new Float32Array(2), Int16Array.of(1, 2))).toEqual([1, 2]);
  });

  it('does not round a gradient to the storage of its parameter', () => {
    expect(read({ v: new Float32Array(1) }, { v: [0.1] })).toEqual([0.1]);
  });

  it('keeps NaN and infinities, which are judged later', () => {
    expect(read({ v: [0, 0], x: 0 }, { v: [NaN, -Infinity], x: Infinity })).toEqual([NaN, -Infinity, Infinity]);
  });

  it('reads class instances, getters and objects without prototype', () => {
    class Gradient {
      get w() {
        return [1, 2];
      }
    }
    expect(read({ w: [0, 0] }, new Gradient())).toEqual([1, 2]);
    expect(read({ w: 0 }, Object.assign(Object.create(null), { w: 1 }))).toEqual([1]);
  });

  it('reads keys named like members of Object.prototype', () => {
    const params = JSON.parse('{"__proto__": 1, "constructor": 2, "toString": 3}');
    expect(read(params, JSON.parse('{"__proto__": 5, "constructor": 6, "toString": 7}'))).toEqual([5, 6, 7]);
  });

  it('does not keep the buffer it was given', () => {
    const buffer = new Float64Array([1, 2]);
    const { layout } = readTree(new Float64Array(2));
    const vector = readGradient(layout, buffer, new Set());
    buffer[0] = 99;
    expect([...vector]).toEqual([1, 2]);
  });

  it('wants nothing of a record without parameters', () => {
    expect(read({ w: [0, 0], meta: {} }, { w: [1, 2] })).toEqual([1, 2]);
    expect(read({ w: [0, 0], meta: {} }, { w: [1, 2], meta: {} })).toEqual([1, 2]);
  });
});

describe('gradients of another shape', () => {
  const message = (params: unknown, gradient: unknown) => {
    const error = refusal(params, gradient);
    expect(error.code).toBe('shape-mismatch');
    return error.message;
  };

  it.each<[string, unknown, unknown, string]>([
    ['too short', { w: [0, 0, 0] }, { w: [1, 2] }, 'the gradient of w should be 3 numbers, but is an array of 2'],
    ['too long', [0, 0], [1, 2, 3], 'the gradient of params should be 2 numbers, but is an array of 3'],
    ['missing', { w: [0, 0], b: 0 }, { w: [1, 2] }, 'the gradient of b should be a number, but is nothing (undefined)'],
    [
      'nothing at all',
      { w: 0 },
      undefined,
      'the gradient of params should be an object with the keys "w", but is nothing (undefined)',
    ],
    ['an array for a number', { b: 0 }, { b: [1] }, 'the gradient of b should be a number, but is an array of 1'],
    ['a number for an array', { w: [0] }, { w: 1 }, 'the gradient of w should be 1 number, but is number 1'],
    [
      'an array for a record',
      { a: 0 },
      [1],
      'the gradient of params should be an object with the keys "a", but is an array of 1',
    ],
    ['a typed array for a record', { a: 0 }, new Float64Array(1), 'but is a Float64Array of length 1'],
    ['a record for an array', [0, 0], { 0: 1, 1: 2 }, 'the gradient of params should be 2 numbers, but is an object'],
    ['null', { w: [0, 0] }, { w: null }, 'the gradient of w should be 2 numbers, but is null'],
  ])('names both shapes when the gradient is %s', (_what, params, gradient, expected) => {
    expect(message(params, gradient)).toContain(expected);
  });

  it('names both shapes of a matrix', () => {
    const params = {
      layers: [
        {
          W: [
            [0, 0, 0],
            [0, 0, 0],
          ],
        },
      ],
    };
    const transposed = {
      layers: [
        {
          W: [
            [1, 1],
            [1, 1],
            [1, 1],
          ],
        },
      ],
    };
    const text = message(params, transposed);
    expect(text).toContain('layers[0].W');
    expect(text).toContain('[2, 3]');
    expect(text).toContain('[3, 2]');
    expect(message(params, { layers: [{ W: new Float64Array(6) }] })).toMatch(/\[2, 3\].*Float64Array of length 6/);
  });

  it('names the row that differs', () => {
    expect(
      message(
        [
          [0, 0],
          [0, 0],
        ],
        [[1, 1], [1]],
      ),
    ).toContain('the gradient of [1] should be 2 numbers, but is an array of 1');
    expect(
      message(
        [[0, 0], [0]],
        [
          [1, 1],
          [1, 1],
        ],
      ),
    ).toContain('the gradient of [1] should be 1 number');
  });

  it('names the entry that is no number', () => {
    expect(message({ w: [0, 0] }, { w: [1, '2'] })).toContain(
      'the gradient of w[1] should be a number, but is the string "2"',
    );
    expect(message({ w: [0, 0] }, { w: [1, undefined] })).toContain('w[1]');
    expect(message({ w: [0] }, { w: BigInt64Array.of(1n) })).toContain('the BigInt 1n');
    // eslint-disable-next-line no-sparse-arrays
    expect(message({ w: [0, 0] }, { w: [1, ,] })).toContain('w[1]');
  });

  it('refuses an extra key and tells the ones there are', () => {
    const error = refusal({ layer: { w: 0, b: 0 } }, { layer: { w: 1, b: 2, W: 3 } });
    expect(error.code).toBe('shape-mismatch');
    expect(error.message).toBe('the gradient has an entry layer.W that params does not have');
    expect(error.details.hint).toContain('w, b');
  });

  it('does not find a missing key on Object.prototype', () => {
    expect(message(JSON.parse('{"constructor": 1}'), {})).toContain('constructor should be a number, but is nothing');
    expect(message(JSON.parse('{"__proto__": {"w": 1}}'), {})).toContain('__proto__ should be an object');
  });
});

describe('frozen parameters', () => {
  it('are left out, or null or undefined', () => {
    for (const rest of [{}, { k: undefined }, { k: null }])
      expect(read({ w: 0, k: 5 }, { w: 1, ...rest }, ['k'])).toEqual([1, 0]);
  });

  it('must not have a gradient, not even zero', () => {
    const error = refusal({ w: 0, k: [5, 6] }, { w: 1, k: [0, 0] }, ['k']);
    expect(error.code).toBe('frozen-gradient');
    expect(error.message).toContain('k, which is frozen');
  });

  it('let a whole branch be left out', () => {
    const params = { head: 0, body: [{ w: 1 }, { w: 2 }] };
    expect(read(params, { head: 3 }, ['body[0].w', 'body[1].w'])).toEqual([3, 0, 0]);
  });

  it('in part leave the rest of a branch to be given', () => {
    const params = { body: [{ w: 1 }, { w: 2 }] };
    expect(read(params, { body: [undefined, { w: 7 }] }, ['body[0].w'])).toEqual([0, 7]);
    expect(refusal(params, {}, ['body[0].w']).code).toBe('shape-mismatch');
  });

  it('allow a branch without numbers', () => {
    expect(read({ w: 0, layer: { k: 1 } }, { w: 2, layer: {} }, ['layer.k'])).toEqual([2, 0]);
    expect(read({ w: 0, layer: { k: 1, meta: {} } }, { w: 2 }, ['layer.k'])).toEqual([2, 0]);
  });
});
