import { array, assert, double, integer, letrec, oneof, property, tuple, uniqueArray, constantFrom } from 'fast-check';
import { matrix } from 'mathjs';
import { describe, expect, it } from 'vitest';
import { readPoint } from '../../src/model/read-point.js';
import { readTree } from '../../src/model/tree-layout.js';
import { writeNumber } from '../../src/model/write-number.js';
import { plainTree, writeTree } from '../../src/model/write-tree.js';

const write = (tree: unknown) => {
  const { layout, values } = readTree(tree);
  return writeTree(layout, values);
};
const plain = (tree: unknown) => {
  const { layout, values } = readTree(tree);
  return plainTree(layout, values);
};
const evaluate = (text: string): unknown => new Function('math', `return ${text}`)({ matrix });

describe('a number', () => {
  it('is written with the digits it needs', () => {
    expect([0.1, -0, 1e-7, 123456789].map((x) => writeNumber(x))).toEqual(['0.1', '-0', '1e-7', '123456789']);
    expect([0.1, 16777216, 1e-40, 0].map((x) => writeNumber(Math.fround(x), 'float32'))).toEqual([
      '0.1',
      '16777216',
      '1e-40',
      '0',
    ]);
  });

  it('of float32 reads back as the same float32', () => {
    assert(
      property(double({ noNaN: true, noDefaultInfinity: true }).map(Math.fround), (x) => {
        if (Number.isFinite(x)) expect(Math.fround(Number(writeNumber(x, 'float32')))).toBe(x);
      }),
    );
  });
});

describe('a tree as source text', () => {
  it('stands on one line where it has room', () => {
    expect(write({ w: [1, 2.5], b: 0, 'odd key': new Float32Array([0.1]) })).toBe(
      '{ w: [1, 2.5], b: 0, "odd key": new Float32Array([0.1]) }',
    );
    expect(write(3)).toBe('3');
    expect(write(matrix([[1, 2]]))).toBe('math.matrix([[1, 2]])');
  });

  it('is indented where it has none', () => {
    const row = Array.from({ length: 9 }, (_, i) => i / 7);
    expect(write({ W: [row.map((x) => Number(x.toFixed(4))), row], b: [1] })).toMatchInlineSnapshot(`
      "{
        W: [
          [0, 0.1429, 0.2857, 0.4286, 0.5714, 0.7143, 0.8571, 1, 1.1429],
          [
            0, 0.14285714285714285, 0.2857142857142857, 0.42857142857142855,
            0.5714285714285714, 0.7142857142857143, 0.8571428571428571, 1,
            1.1428571428571428,
          ],
        ],
        b: [1],
      }"
    `);
  });

  it('writes long arrays of mostly one number by what is different', () => {
    const sparse = Array.from({ length: 1000 }, () => 0);
    sparse[3] = -1;
    expect(write(sparse)).toBe('Object.assign(Array(1000).fill(0), { 3: -1 })');
    expect(write(new Float32Array(1000))).toBe('new Float32Array(1000)');
    expect(write(new Float64Array(1000).fill(2))).toBe('new Float64Array(1000).fill(2)');
    expect(write(new Float64Array(1000).fill(-0))).toBe('new Float64Array(1000).fill(-0)');
    expect(write(Array.from({ length: 20 }, () => Array.from({ length: 30 }, () => 1)))).toBe(
      'Array.from({ length: 20 }, () => Array(30).fill(1))',
    );
  });

  it('makes the same tree again', () => {
    const numbers = double({ noNaN: true, noDefaultInfinity: true });
    const runs = tuple(integer({ min: 0, max: 60 }), numbers).map(([n, x]) => Array.from({ length: n }, () => x));
    const floats = array(numbers.map(Math.fround).filter(Number.isFinite), { maxLength: 20 });
    const key = constantFrom('w', '__proto__', 'a.b', '', '0', 'toString', 'α');
    const { tree } = letrec<{ tree: unknown }>((tie) => ({
      tree: oneof(
        { depthSize: 'small', withCrossShrink: true },
        numbers,
        array(numbers, { maxLength: 20 }),
        runs,
        tuple(runs, numbers).map(([run, x]) => [...run, x]),
        floats.map((values) => Float32Array.from(values)),
        runs.map((values) => Float64Array.from(values)),
        array(tuple(numbers, numbers), { maxLength: 20 }),
        array(tie('tree'), { maxLength: 3 }),
        uniqueArray(tuple(key, tie('tree')), { selector: ([name]) => name, maxLength: 4 }).map(Object.fromEntries),
      ),
    }));
    assert(
      property(tuple(numbers, tree), (pair) => {
        const { layout, values } = readTree(pair);
        expect(readPoint(layout, evaluate(writeTree(layout, values)), 'text')).toEqual(values);
        expect(readPoint(layout, JSON.parse(JSON.stringify(plainTree(layout, values))), 'data')).toEqual(
          values.map((x) => x + 0),
        );
      }),
    );
  });
});

describe('a tree as plain data', () => {
  it('has arrays in place of typed arrays and matrices, and short float32 numbers', () => {
    const tree = { f: new Float32Array([0.1]), M: matrix([[1, 2]]), n: 3, list: [[1], 2] };
    expect(plain(tree)).toEqual({ f: [0.1], M: [[1, 2]], n: 3, list: [[1], 2] });
  });
});
