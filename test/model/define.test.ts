import { describe, expect, expectTypeOf, it } from 'vitest';
import { defineModel, defineSuite } from '../../src/index.js';
import type { GradientOf, ParameterTree, Widen } from '../../src/index.js';

// The types are checked by `npm run typecheck`; each `@ts-expect-error` fails there when the line below it is accepted.

describe('defineModel', () => {
  it('returns what it is given', () => {
    const model = { params: { w: [0.5] }, loss: () => 1, gradient: () => ({ w: [0] }) };
    expect(defineModel(model)).toBe(model);
  });

  it('gives the functions the widened type of params', () => {
    defineModel({
      params: { W: [[0.5, 1]], b: 2, v: new Float32Array(2) },
      loss: (p) => {
        expectTypeOf(p.W).toEqualTypeOf<number[][]>();
        expectTypeOf(p.b).toEqualTypeOf<number>();
        expectTypeOf(p.v).toExtend<Float32Array>();
        return p.b;
      },
      gradient: (p) => ({ W: p.W, b: 1, v: [0, 0] }),
    });
  });

  it('takes params and data from functions, also async ones', () => {
    defineModel({
      params: async () => ({ w: [1, 2] }),
      data: () => [{ x: 1, y: 2 }],
      loss: async (p, rows) => {
        expectTypeOf(p.w).toEqualTypeOf<number[]>();
        expectTypeOf(rows[0].y).toEqualTypeOf<number>();
        return p.w[0];
      },
      gradient: () => ({ w: new Float64Array(2) }),
    });
  });

  it('holds the gradient to the shape of params', () => {
    defineModel({
      params: { w: [1, 2], b: 3 },
      loss: () => 1,
      // @ts-expect-error a number where an array is
      gradient: () => ({ w: 1, b: 2 }),
    });
    defineModel({
      params: { w: [1, 2] },
      loss: () => 1,
      // @ts-expect-error text
      gradient: () => ({ w: ['1', '2'] }),
    });
    defineModel({ params: { w: [1], k: 2 }, frozen: ['k'], loss: () => 1, gradient: () => ({ w: [1] }) });
  });

  it('holds the loss to one number, or something that holds one', () => {
    // @ts-expect-error text is no loss
    defineModel({ params: 1, loss: () => 'x', gradient: () => 1 });
    defineModel({ params: 1, loss: () => [1], gradient: () => 1 });
    defineModel({ params: 1, loss: () => ({ item: () => 1 }), gradient: () => 1 });
    defineModel({ params: 1, loss: () => ({ dataSync: () => Float32Array.of(1) }), gradient: () => 1 });
  });

  it('takes both forms of lossAndGradient', () => {
    defineModel({ params: { w: [1] }, lossAndGradient: (p) => ({ loss: 1, gradient: { w: p.w } }) });
    defineModel({ params: { w: [1] }, lossAndGradient: (p) => [1, { w: p.w }] });
    // @ts-expect-error no gradient in it
    defineModel({ params: { w: [1] }, lossAndGradient: () => ({ loss: 1 }) });
  });

  it('refuses options that do not exist, and values of the wrong kind', () => {
    // @ts-expect-error misspelt
    defineModel({ params: 1, loss: () => 1, gradeint: () => 1 });
    // @ts-expect-error one number is no pair
    defineModel({ params: 1, loss: () => 1, gradient: () => 1, bounds: { params: [0] } });
    // @ts-expect-error no such arithmetic
    defineModel({ params: 1, loss: () => 1, gradient: () => 1, dtype: 'float16' });
    defineModel({ params: 1, loss: () => 1, gradient: () => 1, tolerance: { rtol: 1e-3 } });
  });
});

describe('defineSuite', () => {
  it('returns the models it is given, of different shapes', () => {
    const a = defineModel({ params: 1, loss: (x) => x, gradient: () => 1 });
    const b = defineModel({ params: { w: [1] }, loss: (p) => p.w[0], gradient: () => ({ w: [1] }) });
    const suite = defineSuite([a, b]);
    expect(suite).toEqual([a, b]);
    // @ts-expect-error a number is no model
    defineSuite([3]);
  });
});

describe('types of trees', () => {
  it('widen literals and drop readonly', () => {
    expectTypeOf<Widen<{ readonly w: readonly [0.5, 1]; readonly b: 2 }>>().toEqualTypeOf<{ w: number[]; b: number }>();
    expectTypeOf<Widen<Float64Array>>().toEqualTypeOf<Float64Array>();
  });

  it('let a gradient be typed or plain', () => {
    expectTypeOf<Float64Array>().toExtend<GradientOf<{ w: number[] }>['w']>();
    expectTypeOf<number[]>().toExtend<GradientOf<Float32Array>>();
    expectTypeOf<Float64Array[]>().toExtend<GradientOf<number[][]>>();
  });

  it('take what the tool takes for a tree', () => {
    expectTypeOf<{ layers: { W: number[][]; b: Float32Array }[]; x: number }>().toExtend<ParameterTree>();
    expectTypeOf<{ w: string }>().not.toExtend<ParameterTree>();
    expectTypeOf<Map<string, number>>().not.toExtend<ParameterTree>();
  });
});
