import { describe, expect, it } from 'vitest';
import misra1a from '../../examples/least-squares/misra1a.js';
import { OPTIMIZERS, type OptimizerName } from '../../src/training/optimizers/index.js';

/** Steps on ½ λ x² per entry. */
function run(
  name: OptimizerName,
  curvatures: readonly number[],
  start: readonly number[],
  rate: number,
  steps: number,
) {
  const optimizer = OPTIMIZERS[name];
  const point = Float64Array.from(start);
  const state = optimizer.start(point.length);
  const path = [[...point]];
  for (let step = 0; step < steps; step++) {
    const gradient = point.map((x, i) => curvatures[i] * x);
    const loss = gradient.reduce((sum, g, i) => sum + (g * point[i]) / 2, 0);
    optimizer.step(point, { loss, gradient }, rate, state);
    path.push([...point]);
  }
  return { path, point, state };
}

const end = (...args: Parameters<typeof run>): number => Math.abs(run(...args).point[0]);

describe('first steps in closed form', () => {
  // x = 1, λ = 1, η = 0.1.
  it.each<[OptimizerName, number, number]>([
    ['sgd', 0.9, 0.81],
    ['momentum', 0.9, 0.9 - 0.1 * (0.9 + 0.9)],
    ['nesterov', 1 - 0.1 * 1.9, 0.81 - 0.1 * (0.81 + 0.9 * (0.9 + 0.81))],
    ['adagrad', 0.9, 0.9 - (0.1 * 0.9) / Math.sqrt(1 + 0.81)],
    ['rmsprop', 1 - 0.1 / 0.1, 0],
    [
      'adam',
      0.9,
      0.9 - (0.1 * ((0.9 * 0.1 + 0.1 * 0.9) / 0.19)) / Math.sqrt((0.999 * 0.001 + 0.001 * 0.81) / (1 - 0.999 ** 2)),
    ],
    ['adamw', 0.999 - 0.1, NaN],
  ])('%s', (name, first, second) => {
    const { path } = run(name, [1], [1], 0.1, 2);
    expect(path[1][0]).toBeCloseTo(first, 6);
    if (!Number.isNaN(second)) expect(path[2][0]).toBeCloseTo(second, 6);
  });
});

describe('stability on a quadratic with λmax = 1', () => {
  it.each<[OptimizerName, number]>([
    ['sgd', 2],
    ['momentum', 3.8],
    ['nesterov', 3.8 / 2.8],
  ])('%s is stable up to %d', (name, limit) => {
    expect(end(name, [1], [1], 0.99 * limit, 2000)).toBeLessThan(1e-3);
    expect(end(name, [1], [1], 1.01 * limit, 2000)).toBeGreaterThan(1e3);
  });

  it('of Adam with a preconditioner that stays at 1 reaches 38', () => {
    const { step, start } = OPTIMIZERS.adam;
    const grow = (rate: number): number => {
      const point = Float64Array.of(1);
      const state = start(1);
      // Past the correction of the bias, and v at the fixed value 1.
      state.steps = 1e6;
      for (let k = 0; k < 3000; k++) {
        (state.second as Float64Array)[0] = (1 - 0.001 * point[0] ** 2) / 0.999;
        step(point, { loss: 0, gradient: point.slice() }, rate, state);
      }
      return Math.abs(point[0]);
    };
    expect(grow(0.99 * 38)).toBeLessThan(1e-3);
    expect(grow(1.01 * 38)).toBeGreaterThan(1e3);
  });

  it('of RMSprop: it settles where |g| = η/2', () => {
    const { path } = run('rmsprop', [1], [0.3], 0.01, 20_000);
    for (const [x] of path.slice(-100)) expect(Math.abs(x)).toBeCloseTo(0.005, 4);
  });
});

describe('L-BFGS', () => {
  it('comes to the minimum of an ill-conditioned quadratic', () => {
    const { point } = run('lbfgs', [1e4, 1, 1e-2], [1, -1, 2], 1, 80);
    for (const x of point) expect(Math.abs(x)).toBeLessThan(1e-6);
  });

  it('comes to the minimum of the Rosenbrock function, and stays there', () => {
    const optimizer = OPTIMIZERS.lbfgs;
    const point = Float64Array.of(-1.2, 1);
    const state = optimizer.start(2);
    for (let k = 0; k < 200; k++) {
      const [x, y] = point;
      const gradient = Float64Array.of(-400 * x * (y - x * x) - 2 * (1 - x), 200 * (y - x * x));
      optimizer.step(point, { loss: 100 * (y - x * x) ** 2 + (1 - x) ** 2, gradient }, 1, state);
    }
    optimizer.finish!(point, state);
    expect(point[0]).toBeCloseTo(1, 8);
    expect(point[1]).toBeCloseTo(1, 8);
  });

  it('comes to the certified minimum of Misra1a, whose parameters differ in size by 4e5', () => {
    const [{ params, loss, gradient }] = misra1a;
    const optimizer = OPTIMIZERS.lbfgs;
    const point = Float64Array.of(params.b1, params.b2);
    const state = optimizer.start(2);
    for (let k = 0; k < 600; k++) {
      const at = { b1: point[0], b2: point[1] };
      const { b1, b2 } = gradient(at);
      optimizer.step(point, { loss: loss(at), gradient: Float64Array.of(b1, b2) }, 1, state);
    }
    optimizer.finish!(point, state);
    expect(loss({ b1: point[0], b2: point[1] })).toBeCloseTo(1.2455138894e-1, 9);
  });

  it('stays where the gradient is 0, or nothing is finite', () => {
    expect([...run('lbfgs', [1], [0], 1, 5).point]).toEqual([0]);
    const optimizer = OPTIMIZERS.lbfgs;
    const point = Float64Array.of(3);
    optimizer.step(point, { loss: NaN, gradient: Float64Array.of(NaN) }, 1, optimizer.start(1));
    expect([...point]).toEqual([3]);
  });
});
