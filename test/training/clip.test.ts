import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/numdiff/index.js';
import { nextBatch, startBatches } from '../../src/training/batches.js';
import { clipGradient, type Clipping } from '../../src/training/clip.js';
import { rateAt } from '../../src/training/schedule.js';

function clip(values: readonly number[], clipping: Clipping, more: { weights?: number[]; history?: number[] } = {}) {
  const gradient = Float64Array.from(values);
  const { weights, history = [] } = more;
  const units = [
    { from: 0, to: 2 },
    { from: 2, to: values.length },
  ].filter(({ from, to }) => to > from);
  const factor = clipGradient(gradient, clipping, { weights: weights && Float64Array.from(weights), units, history });
  return { gradient: [...gradient], factor };
}

describe('clipping', () => {
  it('by norm keeps the direction', () => {
    const { gradient, factor } = clip([3, 4], { norm: 1 });
    expect(factor).toBeCloseTo(0.2, 15);
    gradient.forEach((g, i) => expect(g).toBeCloseTo([0.6, 0.8][i], 15));
    expect(clip([3, 4], { norm: 5 })).toEqual({ gradient: [3, 4], factor: 1 });
  });

  it('by value keeps each entry inside', () => {
    expect(clip([3, -4], { value: 3 }).gradient).toEqual([3, -3]);
  });

  it('adaptively takes each unit against its weights (AGC)', () => {
    const { gradient } = clip([3, 4, 0.1], { adaptive: 0.01 }, { weights: [30, 40, 0] });
    expect(Math.hypot(gradient[0], gradient[1])).toBeCloseTo(0.5, 12);
    expect(gradient[2]).toBeCloseTo(1e-5, 15);
  });

  it('by percentile takes the norms so far (AutoClip)', () => {
    const history: number[] = [];
    for (const norm of [1, 2, 3, 4]) clip([norm, 0], { percentile: 50 }, { history });
    expect(history).toEqual([1, 2, 3, 4]);
    expect(clip([100, 0], { percentile: 50 }, { history }).gradient[0]).toBe(3);
  });

  it('leaves what is not finite to be seen', () => {
    expect(clip([NaN, 4], { norm: 1, value: 1 })).toEqual({ gradient: [NaN, 4], factor: 1 });
  });
});

describe('schedules', () => {
  const at = (kind: 'constant' | 'step' | 'cosine', step: number, warmup = 0) =>
    rateAt({ kind, rate: 1, warmup, steps: 90 + warmup }, step);

  it('follow their formulas', () => {
    expect([at('constant', 0), at('constant', 89)]).toEqual([1, 1]);
    expect([at('step', 29), at('step', 30), at('step', 89)]).toEqual([1, 0.1, 0.1 ** 2]);
    expect([at('cosine', 0), at('cosine', 45)]).toEqual([1, 0.5]);
    expect(at('cosine', 89)).toBeLessThan(1e-3);
    expect([at('constant', 0, 9), at('constant', 8, 9), at('constant', 9, 9)]).toEqual([0.1, 0.9, 1]);
  });
});

describe('batches', () => {
  it('take each row once in each pass, in another order', () => {
    const random = createRandom(1);
    const state = startBatches();
    const passes = [1, 2].map(() => [1, 2, 3].flatMap(() => [...nextBatch(state, 10, 4, random)]));
    for (const pass of passes) expect([...pass].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(passes[0]).not.toEqual(passes[1]);
  });

  it('go on from a state alone', () => {
    const through = startBatches();
    for (let k = 0; k < 7; k++) nextBatch(through, 10, 4, createRandom(5));
    const random = createRandom(5);
    const state = startBatches();
    for (let k = 0; k < 7; k++) nextBatch(state, 10, 4, random);
    expect(state).toEqual(through);
  });
});
