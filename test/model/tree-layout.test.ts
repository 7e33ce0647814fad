import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { describeValue, indexInLeaf, readTree } from '../../src/model/tree-layout.js';
import { thrownBy } from './thrown-by.js';

/** `path shape` of every leaf, in order. */
const outline = (tree: unknown) => readTree(tree).layout.leaves.map(({ path, shape }) => `${path} [${shape}]`);
const valuesOf = (tree: unknown) => [...readTree(tree).values];

describe('leaves of a tree', () => {
  it('takes a number, a typed array and a nest at the top for one parameter named params', () => {
    expect(outline(3)).toEqual(['params []']);
    expect(outline([1, 2, 3])).toEqual(['params [3]']);
    expect(outline(new Float64Array(2))).toEqual(['params [2]']);
    expect(outline([[1, 2, 3]])).toEqual(['params [1,3]']);
  });

  it('takes a rectangular nest of any depth for one parameter', () => {
    const cube = [
      [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
      [
        [7, 8],
        [9, 10],
        [11, 12],
      ],
    ];
    expect(outline({ cube })).toEqual(['cube [2,3,2]']);
    expect(valuesOf({ cube })).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  });

  it('takes each row of a ragged nest for a parameter of its own', () => {
    expect(outline({ W: [[1, 2], [3], [4, 5, 6]] })).toEqual(['W[0] [2]', 'W[1] [1]', 'W[2] [3]']);
    expect(outline([[1, 2], [3]])).toEqual(['[0] [2]', '[1] [1]']);
  });

  it('keeps rectangular parts of a ragged nest together', () => {
    const ragged = [
      [
        [1, 2],
        [3, 4],
      ],
      [
        [5, 6, 7],
        [8, 9, 10],
      ],
    ];
    expect(outline(ragged)).toEqual(['[0] [2,2]', '[1] [2,3]']);
  });

  it('splits an array that mixes numbers and arrays', () => {
    expect(outline({ a: [1, [2, 3]] })).toEqual(['a[0] []', 'a[1] [2]']);
    expect(outline({ a: [[2, 3], 1] })).toEqual(['a[0] [2]', 'a[1] []']);
  });

  it('takes each typed array of an array for a parameter', () => {
    expect(outline({ layers: [new Float64Array(2), new Float32Array(2)] })).toEqual(['layers[0] [2]', 'layers[1] [2]']);
  });

  it('marks float32 leaves and no others', () => {
    const { leaves } = readTree({ a: new Float32Array(2), b: new Float64Array(1), c: [1], d: 1 }).layout;
    expect(leaves.map((leaf) => leaf.storage)).toEqual(['float32', 'float64', 'float64', 'float64']);
  });

  it('gives each leaf its place in the flat vector', () => {
    const { layout, values } = readTree({
      a: 1,
      none: [],
      W: [
        [2, 3],
        [4, 5],
      ],
      v: new Float64Array([6, 7]),
    });
    expect(layout.leaves.map(({ path, offset, size }) => [path, offset, size])).toEqual([
      ['a', 0, 1],
      ['none', 1, 0],
      ['W', 1, 4],
      ['v', 5, 2],
    ]);
    expect(layout.size).toBe(7);
    expect([...values]).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it('keeps empty leaves, with their shape', () => {
    expect(outline({ a: [], b: new Float64Array(0), c: [[], []], d: 1 })).toEqual([
      'a [0]',
      'b [0]',
      'c [2,0]',
      'd []',
    ]);
    expect(outline({ ragged: [[], [1]] })).toEqual(['ragged[0] [0]', 'ragged[1] [1]']);
  });

  it('reads subarrays of a shared buffer as the numbers they show', () => {
    const buffer = new Float64Array([9, 1, 2, 9]);
    expect(valuesOf({ part: buffer.subarray(1, 3) })).toEqual([1, 2]);
  });

  it('keeps negative zero, denormals and the largest numbers', () => {
    const extremes = [-0, 5e-324, Number.MAX_VALUE, -Number.MAX_VALUE];
    for (const tree of [extremes, Float64Array.from(extremes)]) {
      expect(valuesOf(tree).every((value, i) => Object.is(value, extremes[i]))).toBe(true);
    }
  });
});

describe('paths', () => {
  it('uses dots for identifiers, brackets for positions, quotes for other keys', () => {
    const tree = { layers: [{ W: [1], 'odd key': 2 }], $a_1: 3, '1st': 4, 'a.b': 5, 'quo"te': 6, '': 7, '0': 8 };
    expect(outline(tree)).toEqual([
      '["0"] []',
      'layers[0].W [1]',
      'layers[0]["odd key"] []',
      '$a_1 []',
      '["1st"] []',
      '["a.b"] []',
      '["quo\\"te"] []',
      '[""] []',
    ]);
  });

  it('uses dots for identifiers in every script', () => {
    expect(outline({ α: 1, θ: { σ2: 2 }, ö: 3 })).toEqual(['α []', 'θ.σ2 []', 'ö []']);
  });

  it('treats names from Object.prototype like others', () => {
    const tree = JSON.parse('{"__proto__": 1, "constructor": [2, 3], "toString": {"hasOwnProperty": 4}}');
    expect(outline(tree)).toEqual(['__proto__ []', 'constructor [2]', 'toString.hasOwnProperty []']);
    expect(valuesOf(tree)).toEqual([1, 2, 3, 4]);
  });

  it('reads objects without a prototype, class instances and objects of another realm', () => {
    class Layer {
      weight = 2;
    }
    const bare = Object.assign(Object.create(null), { x: 1 });
    const foreign = runInNewContext('({ y: [3, 4] })');
    expect(outline({ bare, layer: new Layer(), foreign })).toEqual(['bare.x []', 'layer.weight []', 'foreign.y [2]']);
  });

  it('does not look at inherited or hidden properties', () => {
    const tree = Object.create({ inherited: 1 });
    Object.defineProperty(tree, 'hidden', { value: 2, enumerable: false });
    tree.own = 3;
    expect(outline(tree)).toEqual(['own []']);
  });
});

describe('what the reader leaves alone', () => {
  it('reads a getter once', () => {
    let reads = 0;
    const tree = {
      get w() {
        reads++;
        return [1, 2];
      },
    };
    readTree(tree);
    expect(reads).toBe(1);
  });

  it('reads frozen trees and does not keep a hold of the values', () => {
    const w = Object.freeze([1, 2]) as number[];
    const typed = new Float64Array([3]);
    const { values } = readTree(Object.freeze({ w, typed }));
    typed[0] = 99;
    expect([...values]).toEqual([1, 2, 3]);
  });

  it('lets one array stand in two places', () => {
    const shared = [1, 2];
    expect(outline({ a: shared, b: { c: shared } })).toEqual(['a [2]', 'b.c [2]']);
  });
});

describe('what is no parameter tree', () => {
  const cyclicArray: unknown[] = [];
  cyclicArray.push(cyclicArray);
  const cyclicRecord: Record<string, unknown> = { x: 1 };
  cyclicRecord.self = { again: cyclicRecord };
  // eslint-disable-next-line no-sparse-arrays
  const hole = [1, , 3];

  it.each<[string, unknown, string, RegExp]>([
    ['a string', { w: 'zero' }, 'w', /the string "zero"/],
    ['a boolean', { w: true }, 'w', /boolean true/],
    ['null', { w: null }, 'w', /null/],
    ['undefined', { w: undefined }, 'w', /undefined/],
    ['a BigInt', { w: [1n] }, 'w[0]', /the BigInt 1n/],
    ['a symbol', { w: Symbol('s') }, 'w', /symbol/],
    ['a function', { w: () => 1 }, 'w', /a function/],
    ['a Map', { w: new Map([['a', 1]]) }, 'w', /a Map/],
    ['a Set', { w: new Set([1]) }, 'w', /a Set/],
    ['a Date', { w: new Date(0) }, 'w', /a Date/],
    ['a promise', { w: Promise.resolve(1) }, 'w', /a Promise/],
    ['integers', { w: new Int32Array(2) }, 'w', /an Int32Array of length 2/],
    ['a buffer', { w: Buffer.from([1]) }, 'w', /a Buffer of length 1/],
    ['an ArrayBuffer', { w: new ArrayBuffer(8) }, 'w', /an ArrayBuffer/],
    ['a DataView', { w: new DataView(new ArrayBuffer(8)) }, 'w', /a DataView/],
    ['a boxed number', { w: Object(1) }, 'w', /a Number/],
    ['a boxed boolean', { w: Object(true), x: 1 }, 'w', /a Boolean/],
    ['a key that is a symbol', { w: { [Symbol('s')]: 1 } }, 'w', /symbol \(Symbol\(s\)\)/],
    ['a hole', { w: hole }, 'w[1]', /a hole/],
    ['a hole in a row', { w: [[1, 2], hole] }, 'w[1][1]', /a hole/],
    ['a cycle of objects', cyclicRecord, 'self.again', /cycle/],
    ['a string deep down', { layers: [{ W: [[1, '2']] }] }, 'layers[0].W[0][1]', /the string "2"/],
  ])('refuses %s, and says where', (_what, tree, path, found) => {
    const error = thrownBy(() => readTree(tree));
    expect(error.code).toBe('bad-params');
    expect(error.message.slice(0, error.message.indexOf(':'))).toBe(path);
    expect(error.message).toMatch(found);
    expect(error.details.hint).toBeTruthy();
  });

  it.each([NaN, Infinity, -Infinity])('refuses %s, with the place inside the parameter', (value) => {
    const at = (tree: unknown) => thrownBy(() => readTree(tree));
    expect(at({ w: [1, value] }).message).toBe(`w[1] is ${value}; parameters must be finite`);
    expect(at({ w: value }).message).toContain(`w is ${value}`);
    expect(
      at([
        [1, 2],
        [3, value],
      ]).message,
    ).toContain(`params[1,1] is ${value}`);
    expect(at({ f: new Float32Array([0, value]) }).message).toContain(`f[1] is ${value}`);
    expect(at({ w: value }).code).toBe('bad-params');
  });

  it.each([[{}], [[]], [new Float64Array(0)], [{ a: [], b: { c: [[], []] } }]])(
    'refuses %j, which holds no number',
    (tree) => {
      expect(thrownBy(() => readTree(tree)).code).toBe('empty-params');
    },
  );

  it('refuses arrays that hold themselves, whatever the branching', () => {
    const wide: unknown[] = [];
    for (let i = 0; i < 30; i++) wide.push(wide);
    expect(thrownBy(() => readTree(cyclicArray)).message).toMatch(/cycle/);
    expect(thrownBy(() => readTree(wide)).message).toMatch(/cycle/);
  });

  it.each([
    ['arrays', (inner: unknown) => [inner]],
    ['objects', (inner: unknown) => ({ a: inner })],
  ])('reads deep nests of %s and refuses bottomless ones without exhausting the stack', (_what, wrap) => {
    const nest = (depth: number) => {
      let tree: unknown = 1;
      for (let i = 0; i < depth; i++) tree = wrap(tree);
      return tree;
    };
    expect(valuesOf(nest(200))).toEqual([1]);
    expect(thrownBy(() => readTree(nest(100_000))).message).toMatch(/levels of nesting/);
  });

  it('passes on what a getter throws', () => {
    const tree = {
      get w(): number {
        throw new RangeError('not today');
      },
    };
    expect(() => readTree(tree)).toThrow(RangeError);
  });
});

describe('indexInLeaf', () => {
  it('counts rows first, like the flat vector', () => {
    const [leaf] = readTree([
      [1, 2, 3],
      [4, 5, 6],
    ]).layout.leaves;
    expect([0, 1, 2, 3, 4, 5].map((i) => indexInLeaf(leaf, i))).toEqual([
      [0, 0],
      [0, 1],
      [0, 2],
      [1, 0],
      [1, 1],
      [1, 2],
    ]);
    expect(indexInLeaf(readTree(5).layout.leaves[0], 0)).toEqual([]);
  });
});

describe('describeValue', () => {
  it('cuts long strings', () => {
    expect(describeValue('x'.repeat(100)).length).toBeLessThan(60);
  });

  it('names classes', () => {
    class Tensor {
      readonly rank = 2;
    }
    expect(describeValue(new Tensor())).toBe('a Tensor');
    expect(describeValue(Object.create(null))).toBe('an object');
  });
});
