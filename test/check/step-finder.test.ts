import { describe, expect, it } from 'vitest';
import type { EntryProblem, PointContext } from '../../src/check/entry-problem.js';
import { StepFinder } from '../../src/check/step-finder.js';
import { Ladder, ROUNDOFF_64, RULE, ulp, type Sides } from '../../src/numdiff/index.js';
import { driveAt } from '../numdiff/synthetic.js';

const { fround } = Math;
const X = 1.3;

/** The noise of steps that is found, with a claim `gap` above the slope close up, and the number of values asked for. */
function noiseOf(
  f: (x: number) => number,
  gap: number,
  { x = X, sides = 'both' as Sides, lower = -Infinity, near = 2 ** -33 } = {},
): { noise: number | null; asked: number } {
  const loss = f(x);
  const noiseBound = 4 * ulp(loss);
  const ladder = new Ladder(sides, loss, noiseBound, ROUNDOFF_64);
  for (const h of [near, 8 * near]) ladder.add(h, x, x + h, x - h, f(x + h), sides === 'both' ? f(x - h) : NaN);
  const slope = ladder.estimate().value;
  const entry: EntryProblem = {
    index: 0,
    x,
    claimed: slope + gap,
    scale: 1,
    isFloat32: false,
    lower,
    upper: Infinity,
    claimBound: 0,
  };
  const context: PointContext = {
    loss,
    noiseBound,
    roundoff: ROUNDOFF_64,
    flatStep: 0,
    deterministic: true,
    typicalScale: 1,
    largestChange: 1,
    rule: RULE,
  };
  const finder = new StepFinder({ slope, gap }, entry, context, ladder);
  const { result, points } = driveAt(finder.noise({ size: 1, furthest: 8 }), Float64Array.of(x), (p) => f(p[0]));
  return { noise: result, asked: points.length };
}

const penalty = (x: number): number => 0.1 * x * x;

describe('a loss that goes in steps', () => {
  it.each([1e-3, 1e-5, 1e-7])('of %d beside a penalty: their size is found', (step) => {
    const { noise } = noiseOf((x) => Math.round(Math.sin(x) / step) * step + penalty(x), Math.cos(X));
    expect(noise! / step).toBeGreaterThanOrEqual(1);
    expect(noise! / step).toBeLessThan(4);
  });

  it('as it is cast to float32 in part, or as its parameter is', () => {
    for (const f of [
      (x: number) => fround(Math.sin(x)) + penalty(x),
      (x: number) => Math.sin(fround(x)) + penalty(x),
    ]) {
      const { noise } = noiseOf(f, Math.cos(X));
      expect(noise).toBeGreaterThan(2 ** -25);
      expect(noise).toBeLessThan(2 ** -21);
    }
  });

  it('is seen from one side', () => {
    const f = (x: number): number => Math.round(Math.sin(x) * 1e5) / 1e5 + penalty(x);
    expect(noiseOf(f, Math.cos(X), { sides: 'plus', lower: X }).noise).toBeGreaterThan(1e-5);
  });
});

describe('a loss that does not go in steps', () => {
  const gaps = [1e-3, 0.1, 1, -1, 30];
  const LOSSES: [string, (x: number) => number][] = [
    ['a line', (x) => 3 * x],
    ['a parabola', penalty],
    ['a wave', Math.sin],
    ['a narrow bump', (x) => Math.exp(-(((x - X) * 1e3) ** 2)) + x],
    ['a steep exponential', (x) => Math.exp(20 * x)],
    ['a kink nearby', (x) => penalty(x) + 2 * Math.max(0, x - X - 1e-4)],
    ['kinks to both sides', (x) => Math.abs(x - X + 1e-3) + Math.abs(x - X - 1e-2)],
    ['one jump nearby', (x) => penalty(x) + (x > X + 1e-5 ? 1 : 0)],
    ['a pole nearby', (x) => 1 / (X + 0.01 - x)],
  ];

  it.each(LOSSES)('%s: nothing is found, after a bounded number of questions', (_name, f) => {
    for (const gap of gaps) {
      const { noise, asked } = noiseOf(f, gap);
      expect(noise).toBeNull();
      expect(asked).toBeLessThanOrEqual(64);
    }
  });

  it('asks for nothing beyond the bounds', () => {
    expect(noiseOf(Math.sin, 1, { lower: X - 1e-3 })).toEqual({ noise: null, asked: 0 });
  });
});
