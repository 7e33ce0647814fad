import { array, assert, constantFrom, double, integer, letrec, oneof, property, tuple, uniqueArray } from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { buildTree } from '../../src/model/build-tree.js';
import { compileBuilder, createTreeBuilder } from '../../src/model/compile-builder.js';
import { readTree, type TreeLayout } from '../../src/model/tree-layout.js';
import { gradcheckJson, modelOf } from '../commands/gradcheck.js';

const number = double({ noNaN: true, noDefaultInfinity: true });

class Point {
  constructor(
    readonly x: number,
    readonly inner: unknown,
  ) {}
}

/** Long and short rows and lists, alike and not, of every kind of node. */
const { tree } = letrec<{ tree: unknown }>((tie) => ({
  tree: oneof(
    { depthSize: 'small', withCrossShrink: true },
    number,
    array(number, { maxLength: 12 }).map((values) => Float64Array.from(values)),
    array(number, { maxLength: 12 }).map((values) =>
      Float32Array.from(values, (x) => (Number.isFinite(Math.fround(x)) ? x : 0)),
    ),
    array(number, { maxLength: 12 }),
    tuple(integer({ min: 1, max: 11 }), integer({ min: 0, max: 11 })).map(makeGrid),
    array(tie('tree'), { maxLength: 11 }),
    tuple(tie('tree'), integer({ min: 2, max: 12 })).map(([item, count]) =>
      Array.from({ length: count }, () => structuredClone(item)),
    ),
    tuple(number, tie('tree')).map(([x, inner]) => new Point(x, inner)),
    tuple(number, tie('tree')).map(([x, inner]) => Object.assign(Object.create(null) as object, { x, inner })),
    uniqueArray(tuple(constantFrom('w', '__proto__', 'constructor', '"\\', '0', '\u2028', '${v}'), tie('tree')), {
      maxLength: 4,
      selector: ([key]) => key,
    }).map((entries) => Object.fromEntries(entries)),
  ),
}));

function makeGrid([rows, columns]: readonly [number, number]): number[][] {
  return Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (_, j) => i - j / 8));
}

/** The layout of a tree beside a number, so that trees without numbers have one too. */
function layoutOf(value: unknown): TreeLayout {
  return readTree([0, value]).layout;
}

describe('compileBuilder', () => {
  it('makes the trees that the interpreter makes', () => {
    assert(
      property(tree, double({ min: -1e6, max: 1e6, noNaN: true }), (value, shift) => {
        const layout = layoutOf(value);
        const vector = Float64Array.from({ length: layout.size }, (_, i) => shift + i / 3);
        const [compiled, interpreted] = [compileBuilder(layout)!(vector), buildTree(layout, vector)];
        expect(isDeepStrictEqual(compiled, interpreted)).toBe(true);
        expect(readTree(compiled).layout).toStrictEqual(readTree(interpreted).layout);
      }),
      { numRuns: 500 },
    );
  });

  it('shares one function among like subtrees: long lists of them need no more code', () => {
    const layers = Array.from({ length: 20_000 }, (_, i) => ({ w: [i, 1], b: { c: 2 }, t: Float64Array.of(1) }));
    const { layout, values } = readTree(layers);
    // A long source would have been refused.
    expect(compileBuilder(layout)!(values)).toStrictEqual(layers);
  });
});

describe('createTreeBuilder', () => {
  it('interprets layouts with too many kinds of subtrees', () => {
    const kinds = Array.from({ length: 3000 }, (_, i) => ({ [`key${i}`]: { [`inner${i}`]: i } }));
    const { layout, values } = readTree(kinds);
    expect(compileBuilder(layout)).toBe(null);
    expect(createTreeBuilder(layout)(values)).toStrictEqual(kinds);
  });

  it('interprets where code may not be made from strings, with the same report', async () => {
    const forbid = { env: { NODE_OPTIONS: '--disallow-code-generation-from-strings' } };
    const [free, forbidden] = [await gradcheckJson(['layers.ts']), await gradcheckJson(['layers.ts'], forbid)];
    expect(modelOf(forbidden.report).points).toHaveLength(1);
    expect(modelOf(forbidden.report).points).toStrictEqual(modelOf(free.report).points);
  });
});
