import { describe, expect, it } from 'vitest';
import type { ModelDefinition } from '../../src/model/model-definition.js';
import { Objective } from '../../src/model/objective.js';
import { readTree } from '../../src/model/tree-layout.js';
import { createRandom } from '../../src/numdiff/index.js';
import { observeGradient } from '../../src/run/observe-gradient.js';

const { fround } = Math;
type Flat = Float32Array | Float64Array;

function sum(x: Flat, term: (value: number, i: number) => number, add = (a: number, b: number) => a + b): number {
  let total = 0;
  x.forEach((value, i) => {
    total = add(total, term(value, i));
  });
  return total;
}

interface Observed {
  habit: string;
  /** Every point at which the loss was asked. */
  points: number[][];
}

async function observe(
  params: Flat,
  loss: (x: Flat) => number,
  gradient: (x: Flat) => Flat,
  { seed = 1, lower, upper }: { seed?: number; lower?: number[]; upper?: number[] } = {},
): Promise<Observed> {
  const points: number[][] = [];
  const watched = (x: Flat): number => {
    points.push([...x]);
    return loss(x);
  };
  const { layout, values } = readTree(params);
  const model = { name: 'm', params, gradientStyle: 'return', loss: watched, gradient } as unknown as ModelDefinition;
  const objective = new Objective(model, layout, values, undefined, new Set(), () => {});
  const settings = {
    frozen: new Set<string>(),
    ...(lower ? { lower: Float64Array.from(lower) } : {}),
    ...(upper ? { upper: Float64Array.from(upper) } : {}),
  };
  const { habit } = await observeGradient(objective, layout, values, loss(params), settings, createRandom(seed));
  return { habit, points };
}

const SEEDS = Array.from({ length: 60 }, (_, seed) => seed);
const WEIGHTS = [0.3, -1.7, 2.4, 0.9, -0.2, 1.1];
const POINT = [0.8, -1.3, 0.4, 2.2, -0.7, 1.9];
const add32 = (a: number, b: number): number => fround(a + b);
const linear32 = (x: Flat): number => sum(x, (v, i) => fround(v * fround(WEIGHTS[i])), add32);
const quadratic32 = (x: Flat): number => sum(x, (v, i) => fround(fround(v * v) * (i + 1)), add32);

describe('a gradient that is the same at two points', () => {
  it('is that of a linear loss, in float32 as well', async () => {
    for (const seed of SEEDS) {
      const { habit } = await observe(Float32Array.from(POINT), linear32, () => Float32Array.from(WEIGHTS), { seed });
      expect(habit).toBe('pure');
    }
  });

  it('is that of a loss that is linear piece by piece, or rests on an offset', async () => {
    const rectified = (x: Flat): number => fround(1000 + linear32(x.map((v) => Math.max(0, v)) as Flat));
    const gradient = Float32Array.from(WEIGHTS, (w, i) => (POINT[i] > 0 ? w : 0));
    for (const seed of SEEDS) {
      const { habit } = await observe(Float32Array.from(POINT), rectified, () => gradient.slice(), { seed });
      expect(habit).toBe('pure');
    }
  });

  it.each([
    ['float32', Float32Array.from(POINT), quadratic32],
    ['float64', Float64Array.from(POINT), (x: Flat) => sum(x, (v, i) => v * v * (i + 1))],
  ] as const)('is stale where the loss bends, in %s', async (_name, params, loss) => {
    for (const seed of SEEDS) {
      let kept: Flat | null = null;
      const stale = (x: Flat): Flat => (kept ??= x.map((v, i) => 2 * v * (i + 1)) as Flat).slice() as Flat;
      expect((await observe(params, loss, stale, { seed })).habit).toBe('stale');
    }
  });

  it('is looked at inside the bounds only', async () => {
    const lower = POINT.map((v) => v - 1e-3);
    const upper = POINT.map((v) => v + 2e-3);
    const line = (x: Flat): number => sum(x, (v, i) => v * WEIGHTS[i]);
    for (const seed of SEEDS.slice(0, 20)) {
      const { habit, points } = await observe(Float64Array.from(POINT), line, () => Float64Array.from(WEIGHTS), {
        seed,
        lower,
        upper,
      });
      expect(habit).toBe('pure');
      expect(points.length).toBeGreaterThan(8);
      for (const at of points) {
        at.forEach((v, i) => {
          expect(v).toBeGreaterThanOrEqual(lower[i]);
          expect(v).toBeLessThanOrEqual(upper[i]);
        });
      }
    }
  });
});
