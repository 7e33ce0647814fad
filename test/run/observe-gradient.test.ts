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

/** All that is observed, for parameters of any shape. */
async function observeFully(params: unknown, loss: (x: never) => number, gradient: (x: never) => unknown) {
  const { layout, values } = readTree(params);
  const model = { name: 'm', params, gradientStyle: 'return', loss, gradient } as unknown as ModelDefinition;
  const objective = new Objective(model, layout, values, undefined, new Set(), () => {});
  const settings = { frozen: new Set<string>() };
  return observeGradient(objective, layout, values, loss(params as never), settings, createRandom(1));
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

describe('a gradient that keeps something from call to call', () => {
  const bowl = (x: Flat): number => sum(x, (v, i) => (v * v * (i + 1)) / 2);
  const slopes = (x: Flat): Flat => x.map((v, i) => v * (i + 1)) as Flat;
  const params = Float64Array.from(POINT);
  const parts = { a: [1.5, -0.4, 0.7], b: [0.3, 2.1] };

  it('is made in part of the point of the call before', async () => {
    let before: Flat | undefined;
    const behind = (x: Flat): Flat => {
      const kept = before ?? x;
      before = x.slice();
      return x.map((v, i) => ((v + kept[i]) / 2) * (i + 1)) as Flat;
    };
    expect((await observe(params, bowl, behind)).habit).toBe('follows-call');
  });

  it('starts where it ended before, as a solver may, without being told so', async () => {
    let kept = 1;
    const warm = (x: Flat): Flat => {
      kept = kept === 1 ? 1 + 1e-11 : 1 - kept * 1e-12;
      return slopes(x).map((n) => n * kept) as Flat;
    };
    expect((await observe(params, bowl, warm)).habit).toBe('varies');
  });

  it.each([0.9, 0.5])('adds to %s times what it gave before', async (share) => {
    let velocity: Flat | undefined;
    const momentum = (x: Flat): Flat => {
      const kept = velocity;
      velocity = slopes(x).map((n, i) => n + share * (kept?.[i] ?? 0)) as Flat;
      return velocity.slice() as Flat;
    };
    const observed = await observeFully(params, bowl as never, momentum as never);
    expect(observed.habit).toBe('runs');
    expect(observed.keptShare).toBeCloseTo(share, 6);
  });

  it('draws anew each time, and follows nothing', async () => {
    const draw = createRandom(3);
    expect((await observe(params, bowl, (x) => slopes(x).map((n) => n * (1 + draw())) as Flat)).habit).toBe('varies');
  });

  it('tells which parameters change', async () => {
    const total = { b: [0, 0] };
    const loss = ({ a, b }: typeof parts): number => [...a, ...b].reduce((s, v) => s + v * v, 0) / 2;
    const gradient = ({ a, b }: typeof parts): typeof parts => {
      b.forEach((v, i) => (total.b[i] += v));
      return { a: a.slice(), b: total.b.slice() };
    };
    const observed = await observeFully(parts, loss as never, gradient as never);
    expect(observed).toMatchObject({ habit: 'accumulates', changing: ['b'] });
  });
});
