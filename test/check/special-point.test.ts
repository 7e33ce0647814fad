import { array, assert, constantFrom, double, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findSpecialValues, type SpecialValue } from '../../src/check/special-point.js';
import { readTree } from '../../src/model/tree-layout.js';

/** A gradient without a pattern, where the test gives none. */
const ordinary = (size: number) => Float64Array.from({ length: size }, (_, i) => Math.cos(3 * i + 1));

function specialOf(tree: unknown, claimed?: readonly number[], lower?: number, frozen: string[] = []): SpecialValue[] {
  const { layout, values: point } = readTree(tree);
  return findSpecialValues({
    layout,
    point,
    claimed: claimed === undefined ? ordinary(point.length) : Float64Array.from(claimed),
    ...(lower === undefined ? {} : { lower: new Float64Array(point.length).fill(lower) }),
    frozen: new Set(frozen),
  });
}

const W = [
  [0.3, -0.2],
  [0.7, 0.1],
];

describe('a special point', () => {
  it('has zeros only', () => {
    expect(specialOf({ a: 0, b: [0, 0] })).toEqual([{ kind: 'all-zero', paths: [] }]);
  });

  it('has a factor of 1', () => {
    expect(specialOf({ gamma: [1, 1, 1], s: 1, w: [1, -2] })).toEqual([{ kind: 'one', paths: ['gamma', 's'] }]);
  });

  it('has a vector whose entries are all equal, each value told apart', () => {
    expect(specialOf({ a: [0.5, 0.5], b: [2, 2], c: [0.5, 0.5], d: -0.5 })).toEqual([
      { kind: 'constant', paths: ['a', 'c'], value: 0.5 },
      { kind: 'constant', paths: ['b'], value: 2 },
    ]);
  });

  it('has a number that is 0, or a matrix of zeros', () => {
    expect(specialOf({ lambda: 0, w: [1, -2] })).toEqual([{ kind: 'zero', paths: ['lambda'] }]);
    expect(specialOf({ A: [[0, 0]], w: [1, -2] })).toEqual([{ kind: 'zero', paths: ['A'] }]);
    expect(specialOf({ beta: 0, w: [1, -2] })).toEqual([{ kind: 'zero', paths: ['beta'] }]);
  });

  it('has a vector of zeros behind which a gradient vanishes', () => {
    const tree = { inner: [0.3, -2], outer: [0, 0] };
    expect(specialOf(tree, [0, 0, 3, 1])).toEqual([{ kind: 'zero', paths: ['outer'] }]);
    expect(specialOf(tree, [0, 1e-9, 3, 1])).toEqual([]);
    expect(specialOf({ inner: [0.3, -2], b: 0 }, [0, 0, 3])).toEqual([{ kind: 'zero', paths: ['b'] }]);
  });

  it('has a square block whose gradient is its own transpose, up to what differences see', () => {
    const mirrored = (difference: number) => specialOf({ W }, [1, 5, 5 + difference, -2]);
    expect(mirrored(0)).toEqual([{ kind: 'symmetric', paths: ['W'] }]);
    expect(mirrored(1e-6)).toHaveLength(1);
    expect(mirrored(1e-3)).toEqual([]);
    expect(specialOf({ W }, [0, 0, 0, 0])).toEqual([]);
    expect(specialOf({ W }, [1, NaN, NaN, 1])).toEqual([]);
    expect(specialOf({ W: [[0.3, -0.2, 0.4]] }, [1, 1, 1])).toEqual([]);
  });

  it('has seven or more entries, all positive and none declared so', () => {
    const positive = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7];
    expect(specialOf(positive)).toEqual([{ kind: 'all-positive', paths: [] }]);
    expect(specialOf(positive.slice(1))).toEqual([]);
    expect(specialOf([...positive, -1])).toEqual([]);
    expect(specialOf(positive, undefined, 0)).toEqual([]);
    expect(specialOf(positive, undefined, -1)).toHaveLength(1);
  });
});

describe('an ordinary point', () => {
  it('may have biases of 0, frozen zeros and empty leaves', () => {
    expect(specialOf({ W, b: [0, 0, 0] })).toEqual([]);
    expect(specialOf({ W, b: 0, b2: 0, b_out: 0, bOut: 0, hiddenBias: 0, layers: [{ bias: [[0, 0]] }] })).toEqual([]);
    expect(specialOf({ W, lambda: 0 }, undefined, undefined, ['lambda'])).toEqual([]);
    expect(specialOf({ W, none: [] })).toEqual([]);
  });

  it('is any with random entries of both signs', () => {
    const entry = double({ min: 1e-3, max: 1e3, noNaN: true }).chain((size) => constantFrom(size, -size));
    const block = array(array(entry, { minLength: 3, maxLength: 3 }), { minLength: 3, maxLength: 3 });
    assert(
      property(block, block, array(entry, { minLength: 2, maxLength: 9 }), (A, claimedA, b) => {
        const isOrdinary = new Set(b).size > 1 && [...A.flat(), ...b].some((x) => x < 0);
        const isConstant = new Set(A.flat()).size === 1;
        const isSymmetric = [0, 1, 2].every((i) => [0, 1, 2].every((j) => claimedA[i][j] === claimedA[j][i]));
        if (!isOrdinary || isConstant || isSymmetric) return;
        // Mirrored entries that are far apart only: those near each other are a matter of the limit above.
        const spread = claimedA.map((row, i) => row.map((x, j) => (i < j ? x + 1e3 : x)));
        expect(specialOf({ A, b }, [...spread.flat(), ...b.map((_, i) => i + 1)])).toEqual([]);
      }),
    );
  });
});
