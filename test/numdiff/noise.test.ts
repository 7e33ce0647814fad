import { array, assert, double, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createRandom,
  measureNoise,
  ROUNDOFF_32,
  ROUNDOFF_64,
  RULE,
  ulp,
  type NoiseLevel,
  type NoiseProblem,
} from '../../src/numdiff/index.js';
import { driveAt, normalOf, roundToBits } from './synthetic.js';

type Loss = (point: Float64Array) => number;

function measure(
  loss: Loss,
  values: readonly number[],
  changes: Partial<NoiseProblem> = {},
): { level: NoiseLevel; points: Float64Array[] } {
  const point = Float64Array.from(values);
  const problem: NoiseProblem = {
    point,
    scaleAt: (i: number) => 2 ** Math.round(Math.log2(Math.abs(point[i]) || 1)),
    isFloat32: () => false,
    claimed: point.map(() => 1),
    random: createRandom(1),
    ...changes,
  };
  const { result, points } = driveAt(measureNoise(problem, loss(point)), point, loss);
  return { level: result, points };
}

const POINT = [0.7, -1.3, 2.1, 0.4];
const smooth: Loss = (p) => 3 + p.reduce((sum, x, i) => sum + Math.sin(x * (i + 1)), 0);

describe('measureNoise', () => {
  // 1e-14 is some ten units in the last place of this loss.
  it.each([1e-14, 1e-13, 1e-12, 1e-10, 1e-8, 1e-6, 1e-4, 1e-3])(
    'recovers additive noise of deviation %d within a factor 4',
    (sigma) => {
      const factors: number[] = [];
      let logarithms = 0;
      for (let seed = 0; seed < 200; seed++) {
        const { level } = measure((p) => smooth(p) + sigma * normalOf(p, seed), POINT, { random: createRandom(seed) });
        logarithms += Math.log(level.sigma / sigma);
        factors.push(Math.max(level.sigma / sigma, sigma / level.sigma));
        expect(level.bound).toBe(RULE.noiseFactor * level.sigma);
        expect(level.deterministic).toBe(true);
      }
      // Six differences tell a deviation only so well: one seed in fifty may be off by more.
      expect(factors.filter((factor) => factor > 4).length).toBeLessThanOrEqual(4);
      expect(Math.max(...factors)).toBeLessThan(8);
      // Not biased: the geometric mean is right.
      expect(Math.exp(logarithms / 200)).toBeGreaterThan(0.75);
      expect(Math.exp(logarithms / 200)).toBeLessThan(1.35);
    },
  );

  it('recovers the noise of sin x in one variable, and relative noise', () => {
    for (const sigma of [1e-10, 1e-7, 1e-4]) {
      for (let seed = 0; seed < 20; seed++) {
        const additive = measure((p) => Math.sin(p[0]) + sigma * normalOf(p, seed), [1.1]).level.sigma;
        expect(additive / sigma).toBeGreaterThan(1 / 4);
        expect(additive / sigma).toBeLessThan(4);
        const relative = measure((p) => 1e5 * Math.exp(p[0]) * (1 + sigma * normalOf(p, seed)), [1.1]).level;
        expect(relative.sigma / (sigma * relative.loss)).toBeGreaterThan(1 / 4);
        expect(relative.sigma / (sigma * relative.loss)).toBeLessThan(4);
      }
    }
  });

  it('recovers noise that is all there is to see: a loss whose smooth part is 0 at the point', () => {
    for (let seed = 0; seed < 40; seed++) {
      const { level } = measure((p) => p[0] ** 2 + 1e-8 * normalOf([1 + p[0]], seed), [0]);
      expect(level.sigma / 1e-8).toBeGreaterThan(1 / 8);
      expect(level.sigma / 1e-8).toBeLessThan(8);
    }
  });

  it.each<[string, Loss, number[]]>([
    ['sines', smooth, POINT],
    ['a quadratic', (p) => 1 + p.reduce((sum, x) => sum + x * x, 0), POINT],
    ['an exponential', (p) => Math.exp(p[0]), [1.3]],
    ['a logistic loss', (p) => Math.log1p(Math.exp(-p[0] - p[1])), [0.3, 0.2]],
    ['a large loss', (p) => 1e100 * Math.cosh(p[0]), [0.9]],
    ['a small loss', (p) => 1e-100 * Math.cosh(p[0]), [0.9]],
    ['large parameters', (p) => Math.sin(p[0] * 1e-8), [1.2e8]],
    ['small parameters', (p) => Math.cos(p[0] * 1e20), [1.2e-20]],
  ])('asks for 11 values of %s and finds no more than rounding', (_name, loss, values) => {
    const { level, points } = measure(loss, values);
    expect(points).toHaveLength(11);
    expect(level.sigma).toBeGreaterThanOrEqual(ulp(level.loss) / Math.sqrt(12));
    expect(level.sigma).toBeLessThan(16 * ulp(level.loss));
    expect(level.roundoff).toBe(ROUNDOFF_64);
  });

  it.each([-300, -200, -100, 0, 100, 200, 300])('scales with the loss, over the whole range: ×1e%d', (decade) => {
    const unit = 10 ** decade;
    const noisy =
      (c: number): Loss =>
      (p) =>
        c * (smooth(p) + 1e-6 * normalOf(p, 5));
    const { level } = measure(noisy(unit), POINT);
    expect(level.sigma / unit / measure(noisy(1), POINT).level.sigma).toBeCloseTo(1, 3);
  });

  it('sees cancellation: digits lost inside the loss', () => {
    const { level } = measure((p) => (p[0] + 1e8) ** 2 - 1e16 + 1, [0.73], { claimed: Float64Array.of(2e8) });
    // The square rounds to multiples of 2, uniformly: a deviation of 2/√12.
    expect(level.sigma).toBeGreaterThan(2 / Math.sqrt(12) / 4);
    expect(level.sigma).toBeLessThan((2 / Math.sqrt(12)) * 4);
  });

  it.each([1e-3, 1e-6, 1e-9])('finds the quantum of a loss rounded to multiples of %d', (quantum) => {
    const { level } = measure((p) => Math.round(smooth(p) / quantum) * quantum, POINT);
    expect(level.sigma / (quantum / Math.sqrt(12))).toBeGreaterThan(1 / 4);
    expect(level.sigma / (quantum / Math.sqrt(12))).toBeLessThan(8);
  });

  it('finds the quantum of half precision', () => {
    const { level } = measure((p) => roundToBits(smooth(p), 11), POINT);
    const quantum = 2 ** (Math.floor(Math.log2(level.loss)) - 10);
    expect(level.sigma).toBeGreaterThan(quantum / Math.sqrt(12) / 4);
    expect(level.sigma).toBeLessThan(quantum * 4);
  });

  it('does not take a dead zone for a quantum', () => {
    // Flat for |x| ≤ 0.1, then sloped: as quiet as any loss, however far one has to go to see it move.
    const soft: Loss = (p) => 2 + (p[0] > 0.1 ? p[0] - 0.1 : p[0] < -0.1 ? p[0] + 0.1 : 0);
    expect(measure(soft, [0], { claimed: Float64Array.of(0) }).level.sigma).toBeLessThan(1e-12);
    expect(measure(soft, [0], { claimed: Float64Array.of(1) }).level.sigma).toBeLessThan(1e-12);
  });

  it('recognises float32 arithmetic by its values', () => {
    const { fround } = Math;
    const loss: Loss = (p) => p.reduce((sum, x, i) => fround(sum + fround(Math.sin(fround(x) * (i + 1)))), 3);
    const { level } = measure(loss, POINT);
    expect(level.roundoff).toBe(ROUNDOFF_32);
    expect(level.sigma).toBeGreaterThanOrEqual(ulp(level.loss, ROUNDOFF_32) / Math.sqrt(12));
    expect(level.sigma).toBeLessThan(16 * ulp(level.loss, ROUNDOFF_32));
  });

  it('does not take short numbers for float32 where the parameters are short too', () => {
    const { level } = measure((p) => 2 * p[0] + p[1], [0.5, 3]);
    expect(level.roundoff).toBe(ROUNDOFF_64);
  });

  it('believes a declared float32', () => {
    expect(measure(smooth, POINT, { declaredFloat32: true }).level.roundoff).toBe(ROUNDOFF_32);
    let calls = 0;
    const restless = measure((p) => smooth(p) + 1e-5 * normalOf([calls++], 1), POINT, { declaredFloat32: true });
    expect(restless.level.roundoff).toBe(ROUNDOFF_32);
  });

  it('moves float32 parameters to float32 numbers only', () => {
    const values = POINT.map(Math.fround);
    const { points } = measure(smooth, values, { isFloat32: (i) => i < 2 });
    const moved = points.filter((p) => p.some((x, i) => x !== values[i]));
    expect(moved.length).toBeGreaterThanOrEqual(6);
    for (const p of moved) {
      expect(Math.fround(p[0])).toBe(p[0]);
      expect(Math.fround(p[1])).toBe(p[1]);
    }
    expect(moved.some((p) => Math.fround(p[2]) !== p[2])).toBe(true);
  });

  it('measures the spread of a loss that differs at equal input', () => {
    for (let seed = 0; seed < 40; seed++) {
      let calls = 0;
      const { level, points } = measure((p) => smooth(p) + 1e-4 * normalOf([calls++], seed), POINT);
      expect(level.deterministic).toBe(false);
      expect(level.sigma / 1e-4).toBeGreaterThan(1 / 4);
      expect(level.sigma / 1e-4).toBeLessThan(4);
      expect(points.every((p) => p.every((x, i) => x === POINT[i]))).toBe(true);
    }
  });

  it('takes -0 and 0 for one value', () => {
    let calls = 0;
    const { level } = measure((p) => (calls++ === 0 ? 0 : -p.reduce((sum, x) => sum + x * x, 0)), [0, 0]);
    expect(level.deterministic).toBe(true);
  });

  it('is the same for the same random numbers', () => {
    const run = (seed: number): NoiseLevel =>
      measure((p) => smooth(p) + 1e-9 * normalOf(p, 3), POINT, { random: createRandom(seed) }).level;
    expect(run(4)).toEqual(run(4));
    expect(run(4).sigma).not.toBe(run(5).sigma);
  });

  it('survives a loss that is not finite around the point', () => {
    const { level } = measure((p) => (p[0] === 1 ? 5 : NaN), [1]);
    expect(level.sigma).toBe(ulp(5) / 2);
    const edge = measure((p) => Math.sqrt(p[0] - 1), [1 + 1e-10]);
    expect(Number.isFinite(edge.level.sigma)).toBe(true);
  });

  it('keeps to the rounding where the loss does not move at all, and ends', () => {
    const { level, points } = measure(() => 7, POINT);
    expect(level.sigma).toBe(ulp(7) / 2);
    expect(points.length).toBeLessThanOrEqual(1 + 8 * 6);
  });

  it('never moves entries without a scale, and asks nothing more where none may move', () => {
    const { points } = measure(smooth, POINT, { scaleAt: (i) => [1, 0, 2, 0][i] });
    for (const p of points) expect([p[1], p[3]]).toEqual([POINT[1], POINT[3]]);
    expect(measure(smooth, POINT, { scaleAt: () => 0 }).points).toHaveLength(1);
  });

  it('never leaves the bounds, however tight', () => {
    const x = double({ min: -3, max: 3, noNaN: true });
    const room = integer({ min: -60, max: 3 }).map((e) => (e === -60 ? 0 : 2 ** e));
    assert(
      property(
        array(x, { minLength: 1, maxLength: 4 }),
        array(room, { minLength: 8, maxLength: 8 }),
        integer({ min: 0, max: 2 }),
        integer(),
        (values, rooms, kind, seed) => {
          const lower = Float64Array.from(values, (value, i) => value - rooms[i]);
          const upper = Float64Array.from(values, (value, i) => value + rooms[4 + i]);
          const losses: Loss[] = [smooth, () => 1, (p) => Math.round(1e3 * smooth(p)) / 1e3];
          const { points } = measure(losses[kind], values, { lower, upper, random: createRandom(seed) });
          for (const p of points) {
            p.forEach((value, i) => {
              expect(value).toBeGreaterThanOrEqual(lower[i]);
              expect(value).toBeLessThanOrEqual(upper[i]);
            });
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('still measures noise where there is room on one side only', () => {
    for (let seed = 0; seed < 20; seed++) {
      const { level } = measure((p) => smooth(p) + 1e-6 * normalOf(p, seed), POINT, {
        lower: Float64Array.from(POINT),
        random: createRandom(seed),
      });
      expect(level.sigma / 1e-6).toBeGreaterThan(1 / 4);
      expect(level.sigma / 1e-6).toBeLessThan(4);
    }
  });

  it.each([2 ** -20, 2 ** -26, 2 ** -30])('takes no curvature for noise, %d before a pole of the slope', (distance) => {
    const { level } = measure(([p, q]) => Math.log(1 - p) + p * q, [1 - distance, 0.5]);
    expect(level.sigma).toBeLessThan(1e-13);
  });

  it.each([1e3, 1e6, 1e9])('finds the last place of what cancelled: an offset of %d taken off again', (offset) => {
    for (let seed = 0; seed < 40; seed++) {
      const { level } = measure((p) => smooth(p) + offset - offset, POINT, { random: createRandom(seed) });
      const place = ulp(offset);
      expect(level.sigma).toBeGreaterThan(place / 8);
      expect(level.sigma).toBeLessThan(4 * place);
    }
  });

  it('finds it in a loss that cancels to 0', () => {
    const { level } = measure(([x]) => (x + 672.227) ** 2 - 672.227 ** 2, [0], { claimed: Float64Array.of(1344.454) });
    expect(level.sigma).toBeGreaterThan(ulp(672.227 ** 2) / 8);
    expect(level.roundoff).toBe(ROUNDOFF_64);
  });

  it('finds no lattice in a loss that is a line further out, because its points lie on one', () => {
    // Saturated close up: the logits differ by 40.
    const crossEntropy: Loss = ([a, b]) => Math.max(a, b) - a + Math.log(Math.exp(-Math.abs(a - b)) + 1);
    for (let seed = 0; seed < 40; seed++) {
      const { level } = measure(crossEntropy, [40, 0], { random: createRandom(seed), claimed: Float64Array.of(-1, 1) });
      expect(level.sigma).toBeLessThan(1e-12);
    }
  });
});
