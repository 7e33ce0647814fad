import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measureBlock } from '../../src/training/measure-block.js';
import { createMeter, measureGradient } from '../../src/training/meter.js';
import { readBlocks } from '../../src/training/read-blocks.js';

const measure = (tree: unknown) => measureGradient(createMeter(), readBlocks(tree)).params;
const piece = (values: ArrayLike<number>) => [{ values, from: 0, to: values.length }];

describe('what is measured of a gradient', () => {
  it('is the norm, the largest, the mean and the zeros, in any kind of array', () => {
    const values = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e3, max: 1e3 }), { minLength: 1 });
    fc.assert(
      fc.property(values, (list) => {
        const sizes = list.map((x) => Math.abs(x));
        for (const array of [list, Float64Array.from(list)]) {
          const told = measureBlock(piece(array), [list.length]);
          expect(told.grad).toBeCloseTo(Math.hypot(...list), 6);
          expect(told.max).toBe(Math.max(...sizes));
          expect(told.mean).toBeCloseTo(sizes.reduce((a, b) => a + b) / list.length, 6);
          expect(told.zeros).toBe(sizes.filter((x) => x === 0).length / list.length);
          expect(told.nonfinite).toBe(0);
        }
      }),
    );
  });

  it('does not overflow or underflow', () => {
    expect(measureBlock(piece([3e200, 4e200]), [2]).grad).toBeCloseTo(5e200, -190);
    expect(measureBlock(piece([3e-200, 4e-200]), [2]).grad / 5e-200).toBeCloseTo(1, 12);
    expect(measureBlock(piece([0, 0]), [2]).grad).toBe(0);
  });

  it('tells how many entries are not finite, and where the first stands', () => {
    const told = measure({
      W: [
        [1, 2, 3],
        [4, NaN, Infinity],
      ],
    }).W;
    expect(told).toMatchObject({ grad: NaN, nonfinite: 2, index: [1, 1] });
    expect(measure({ W: Float32Array.of(1, Infinity) }).W).toMatchObject({ nonfinite: 1, index: [1], max: Infinity });
    expect(measure([NaN]).params).toMatchObject({ nonfinite: 1, index: [0] });
  });

  it('leaves the gradient as it is', () => {
    const gradient = {
      W: [
        [1, -2],
        [0, NaN],
      ],
      b: Float64Array.of(1, 2),
      c: 3,
    };
    const copy = structuredClone(gradient);
    measure(gradient);
    expect(gradient).toEqual(copy);
  });

  it('is found in trees, tensors and arrays of long rows', () => {
    const tensor = { shape: [2, 2], dataSync: () => Float32Array.of(3, 0, 0, 4) };
    const long = Array.from({ length: 10_000 }, (_, i) => (i % 2 === 0 ? 1 : 0));
    const told = measure({ layers: [{ W: tensor }], long, none: null, empty: [] });
    expect(Object.keys(told)).toEqual(['layers[0].W', 'long']);
    expect(told['layers[0].W'].grad).toBe(5);
    expect(told.long).toMatchObject({ grad: Math.sqrt(5000), zeros: 0.5 });
  });

  it('takes names that objects have already', () => {
    const told = measure({ constructor: [3, 4], ['__proto__x']: 1 });
    expect(told.constructor).toMatchObject({ grad: 5 });
  });

  it('refuses what holds no numbers', () => {
    expect(() => readBlocks({ w: 'text' })).toThrow(/w should hold numbers/);
    expect(() => readBlocks({ w: new Map([['a', 1]]) })).toThrow(/w should hold numbers/);
    const cycle: unknown[] = [];
    cycle.push(cycle);
    expect(() => readBlocks(cycle)).toThrow(/should hold numbers/);
  });
});

describe('rows and columns', () => {
  it('are dead after 20 steps at exactly 0, and alive again with the first gradient', () => {
    const meter = createMeter();
    const at = (W: number[][]) => measureGradient(meter, readBlocks({ W })).params.W;
    const dead = [
      [1, 0, 2],
      [0, 0, 0],
    ];
    for (let step = 1; step < 20; step++) expect(at(dead).deadRows).toBeUndefined();
    expect(at(dead)).toMatchObject({ deadRows: [1], deadColumns: [1] });
    expect(
      at([
        [1, 0, 2],
        [0, 0, 1e-300],
      ]),
    ).toMatchObject({ deadColumns: [1] });
    expect(
      at([
        [1, 1, 1],
        [1, 1, 1],
      ]),
    ).not.toHaveProperty('deadColumns');
  });
});

it('a matrix of another extent has other lines', () => {
  const meter = createMeter();
  const at = (W: number[][]) => measureGradient(meter, readBlocks({ W })).params.W;
  for (let step = 0; step < 30; step++)
    at([
      [0, 0, 0],
      [0, 0, 0],
      [1, 0, 0],
    ]);
  expect(at([[0, 1]]).deadRows).toBeUndefined();
  for (let step = 0; step < 30; step++) at([[0, 1]]);
  expect(at([[0, 1]]).deadColumns).toEqual([0]);
});

describe('the cosine of successive gradients', () => {
  it('is that of the whole, over several parameters', () => {
    const meter = createMeter();
    const at = (a: number[], b: number) => measureGradient(meter, readBlocks({ a, b })).cosine;
    expect(at([1, 0], 0)).toBeUndefined();
    expect(at([-1, 0], 0)).toBe(-1);
    expect(at([0, 0], 1)).toBeCloseTo(0, 12);
    expect(at([1, 0], 1)).toBeCloseTo(Math.SQRT1_2, 12);
    expect(at([0, 0], 0)).toBeUndefined();
  });

  it('is that of a sample for long gradients', () => {
    const meter = createMeter();
    const at = (sign: number) =>
      measureGradient(meter, readBlocks(Float64Array.from({ length: 100_001 }, (_, i) => sign * Math.sin(i)))).cosine;
    at(1);
    expect(at(-1)).toBeCloseTo(-1, 12);
    expect(at(-1)).toBeCloseTo(1, 12);
  });
});
