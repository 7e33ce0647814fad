import { array, assert, constantFrom, double, letrec, oneof, property, tuple, uniqueArray } from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { buildTree as interpretTree } from '../../src/model/build-tree.js';
import { compileBuilder } from '../../src/model/compile-builder.js';
import { readGradient } from '../../src/model/read-gradient.js';
import { readTree, type TreeLayout } from '../../src/model/tree-layout.js';
import { GradcheckError } from '../../src/errors.js';

const number = double({ noNaN: true, noDefaultInfinity: true });
const oddKey = constantFrom(
  '__proto__',
  'constructor',
  'toString',
  '',
  'a.b',
  '[0]',
  'params',
  '0',
  'w',
  'b',
  'α',
  '"',
);

const float32 = number.map(Math.fround).filter(Number.isFinite);

/** Trees of all kinds: numbers, typed arrays, matrices, ragged nests, records with odd keys, empty ones of each. */
const { tree } = letrec<{ tree: unknown }>((tie) => ({
  tree: oneof(
    { depthSize: 'small', withCrossShrink: true },
    number,
    array(number).map((values) => Float64Array.from(values)),
    array(float32).map((values) => Float32Array.from(values)),
    array(array(number, { minLength: 2, maxLength: 2 })),
    array(array(number, { maxLength: 3 })),
    array(tie('tree'), { maxLength: 4 }),
    uniqueArray(tuple(oddKey, tie('tree')), { maxLength: 4, selector: ([key]) => key }).map(makeRecord),
  ),
}));

/** An object with these keys as its own, `__proto__` among them. */
function makeRecord(entries: readonly (readonly [string, unknown])[]): object {
  const result = {};
  for (const [key, value] of entries)
    Object.defineProperty(result, key, { value, enumerable: true, writable: true, configurable: true });
  return result;
}

/** Reads a tree, or null for one without numbers. */
function readOrNull(value: unknown) {
  try {
    return readTree(value);
  } catch (error) {
    if (error instanceof GradcheckError && error.code === 'empty-params') return null;
    throw error;
  }
}

/** By code written for the layout; never null, or the test fails. */
function compileTree(layout: TreeLayout, vector: Float64Array): unknown {
  return compileBuilder(layout)!(vector);
}

describe.each([
  ['buildTree', interpretTree],
  ['compileBuilder', compileTree],
])('%s', (_name, buildTree) => {
  it('is the inverse of readTree', () => {
    assert(
      property(tree, (value) => {
        const read = readOrNull(value);
        if (read === null) return;
        const built = buildTree(read.layout, read.values);
        expect(isDeepStrictEqual(built, value)).toBe(true);
        const again = readTree(built);
        expect(again.layout).toStrictEqual(read.layout);
        expect(again.values).toStrictEqual(read.values);
      }),
      { numRuns: 500 },
    );
  });

  it('makes trees whose numbers, read as a gradient, are the vector again', () => {
    assert(
      property(tree, number, (value, factor) => {
        const read = readOrNull(value);
        if (read === null) return;
        const isFloat32 = read.layout.leaves.some((leaf) => leaf.storage === 'float32');
        const vector = read.values.map((x) => (isFloat32 ? x : x * factor));
        expect(readGradient(read.layout, buildTree(read.layout, vector), new Set())).toStrictEqual(vector);
      }),
      { numRuns: 300 },
    );
  });

  it('shares nothing between two trees, the vector and the original', () => {
    const original = {
      W: [
        [1, 2],
        [3, 4],
      ],
      v: new Float64Array([5]),
      layers: [{ b: [6] }],
    };
    const { layout, values } = readTree(original);
    const first = buildTree(layout, values) as typeof original;
    const second = buildTree(layout, values) as typeof original;
    first.W[0][0] = 100;
    first.W[1] = [];
    first.v[0] = 100;
    first.layers.push({ b: [7] });
    expect(second).toStrictEqual(original);
    expect(original.W[0][0]).toBe(1);
    expect([...values]).toEqual([1, 2, 3, 4, 5, 6]);
    expect(buildTree(layout, values)).toStrictEqual(original);
  });

  it('rounds to float32 where the leaf is float32', () => {
    const { layout } = readTree({ a: new Float32Array(1), b: new Float64Array(1) });
    expect(buildTree(layout, Float64Array.of(0.1, 0.1))).toStrictEqual({
      a: Float32Array.of(0.1),
      b: Float64Array.of(0.1),
    });
  });

  it('gives class instances their methods back', () => {
    class Layer {
      weight = 2;
      double() {
        return 2 * this.weight;
      }
    }
    const { layout, values } = readTree({ layer: new Layer() });
    const built = buildTree(layout, values) as { layer: Layer };
    expect(built.layer).toBeInstanceOf(Layer);
    expect(built.layer.double()).toBe(4);
  });

  it('does not run setters of the prototype', () => {
    let assigned = 0;
    class Guarded {
      set w(_value: number) {
        assigned++;
      }
    }
    const guarded = Object.defineProperty(new Guarded(), 'w', { value: 3, enumerable: true });
    const { layout, values } = readTree(guarded);
    expect((buildTree(layout, values) as { w: number }).w).toBe(3);
    expect(assigned).toBe(0);
  });

  it('makes trees that can be written to, also of frozen ones with getters', () => {
    const frozen = Object.freeze({
      get w() {
        return Object.freeze([1, 2]);
      },
    });
    const { layout, values } = readTree(frozen);
    const built = buildTree(layout, values) as { w: number[] };
    built.w[0] = 5;
    built.w = [7];
    expect(built).toEqual({ w: [7] });
  });

  it('gives records without a prototype none', () => {
    const { layout, values } = readTree(Object.assign(Object.create(null) as object, { w: 1 }));
    expect(Object.getPrototypeOf(buildTree(layout, values))).toBe(null);
  });

  it('cannot be used to pollute Object.prototype', () => {
    const { layout, values } = readTree(JSON.parse('{"__proto__": {"polluted": 1}}'));
    const built = buildTree(layout, values) as Record<string, unknown>;
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(Object.getPrototypeOf(built)).toBe(Object.prototype);
    expect(Object.keys(built)).toEqual(['__proto__']);
  });
});
