import { describe, expect, it } from 'vitest';
import type { EntryProblem } from '../../src/check/entry-problem.js';
import { exponentBetween } from '../../src/check/growth.js';
import { judgeKink, localShape } from '../../src/check/kink.js';
import { findPlateau } from '../../src/check/plateau.js';
import { Ladder, ROUNDOFF_64, ulp } from '../../src/numdiff/index.js';
import { normalOf } from '../numdiff/synthetic.js';

/** A ladder of central differences at the steps 2^first·8^k. */
function ladderOf(f: (x: number) => number, x: number, { first = -20, rows = 3, noise = 4 * ulp(f(x)) } = {}): Ladder {
  const ladder = new Ladder('both', f(x), noise, ROUNDOFF_64);
  for (let k = 0; k < rows; k++) {
    const h = 2 ** first * 8 ** k;
    ladder.add(h, x, x + h, x - h, f(x + h), f(x - h));
  }
  return ladder;
}

function entry(x: number, claimed: number): EntryProblem {
  return {
    index: 0,
    x,
    claimed,
    scale: 1,
    isFloat32: false,
    lower: -Infinity,
    upper: Infinity,
    claimBound: 0,
  };
}

describe('exponentBetween', () => {
  it.each([
    [1, 3, 8, 3 * 64, 2],
    [1e-8, 5, 8e-8, 40, 1],
    [2, 7, 16, 7, 0],
    [1e-3, 1, 8e-3, 1 / Math.sqrt(8), -0.5],
  ])('through (%d, %d) and (%d, %d) is %d', (h1, s1, h2, s2, exponent) => {
    expect(exponentBetween(h1, s1, h2, s2)).toBeCloseTo(exponent, 12);
  });
});

describe('localShape', () => {
  const shapeOf = (f: (x: number) => number, x: number) => {
    const ladder = ladderOf(f, x);
    return localShape(ladder, ladder.estimate().bound);
  };

  it.each<[string, (x: number) => number, number]>([
    ['a line', (x) => 3 * x, 1],
    ['a parabola', (x) => x * x, 1],
    ['a steep parabola', (x) => 1e6 * (x - 1) ** 2, 1],
    ['sin', Math.sin, 1],
    ['x⁴ at its minimum', (x) => x ** 4, 0],
    ['a kink out of reach', (x) => Math.abs(x - 2), 1],
    ['noise', (x) => x + 1e-16 * normalOf([x], 3), 1],
  ])('calls %s smooth', (_name, f, x) => {
    expect(shapeOf(f, x)).toEqual({ kind: 'smooth' });
  });

  it.each<[string, (x: number) => number, number, number]>([
    ['|x − 1|', (x) => Math.abs(x - 1), 1, 2],
    ['a kink with curvature', (x) => 0.5 * Math.abs(x - 1) + Math.exp(x), 1, 1],
    ['relu', (x) => Math.max(0, x), 0, 1],
    ['a concave kink', (x) => 5 - 2 * Math.abs(x), 0, -4],
    ['a kink of a tiny loss', (x) => 1e-200 * Math.abs(x - 1), 1, 2e-200],
    ['a kink of a huge loss', (x) => 1e200 * Math.abs(x - 1), 1, 2e200],
  ])('tells the jump of the slope at %s', (_name, f, x, jump) => {
    const shape = shapeOf(f, x);
    expect(shape.kind).toBe('kink');
    expect((shape as { jump: number }).jump / jump).toBeCloseTo(1, 4);
  });

  it.each<[string, (x: number) => number]>([
    ['a step up', (x) => (x > 1 ? 2 : 0) + x],
    ['a step down', (x) => (x < 1 ? 2 : 0) + x],
    ['a single odd value', (x) => (x === 1 ? 3 : x)],
  ])('tells %s at the point', (_name, f) => {
    expect(shapeOf(f, 1)).toEqual({ kind: 'jump' });
  });

  it('says nothing from one row, or from one side', () => {
    expect(localShape(ladderOf(Math.abs, 0, { rows: 1 }), 0)).toEqual({ kind: 'smooth' });
    const plus = new Ladder('plus', 0, 0, ROUNDOFF_64);
    for (const h of [1e-6, 8e-6, 64e-6]) plus.add(h, 0, h, 0, h, NaN);
    expect(localShape(plus, 0)).toEqual({ kind: 'smooth' });
  });

  it('does not take noise for a kink or a jump', () => {
    for (let seed = 0; seed < 200; seed++) {
      const f = (x: number): number => Math.sin(x) + 1e-8 * normalOf([x], seed);
      const ladder = ladderOf(f, 1, { noise: 6e-8 });
      expect(localShape(ladder, ladder.estimate().bound).kind).toBe('smooth');
    }
  });
});

describe('judgeKink', () => {
  // Slopes −1 and 5 at x = 1.
  const f = (x: number): number => 3 * Math.abs(x - 1) + x * x;
  const judge = (claimed: number) => {
    const ladder = ladderOf(f, 1, { noise: ulp(1) });
    return judgeKink(entry(1, claimed), ladder, { jump: 6 });
  };

  it.each([-1, -0.99, 0, 2, 4.99, 5])('accepts %d between the slopes', (claimed) => {
    const judgement = judge(claimed);
    expect(judgement).toMatchObject({ kind: 'decided', verdict: 'kink', reason: 'subgradient' });
    const { numeric, bound, slopes } = judgement as { numeric: number; bound: number; slopes: [number, number] };
    expect(Math.abs(numeric - claimed)).toBeLessThanOrEqual(bound);
    expect(Math.abs(slopes[0] + 1)).toBeLessThanOrEqual(bound);
    expect(Math.abs(slopes[1] - 5)).toBeLessThanOrEqual(bound);
  });

  it.each([
    [-2, -1],
    [5.1, 5],
    [1e300, 5],
  ])('refuses %d outside, and names the nearest slope', (claimed, nearest) => {
    const judgement = judge(claimed);
    expect(judgement).toMatchObject({ kind: 'decided', verdict: 'fail', reason: 'outside-subgradient' });
    const { numeric, bound } = judgement as { numeric: number; bound: number };
    expect(Math.abs(numeric - nearest)).toBeLessThanOrEqual(bound);
  });

  it('does not decide within a few bounds of a slope, or where the slopes are not told apart', () => {
    const ladder = ladderOf(f, 1, { noise: ulp(1) });
    const { bound, value } = ladder.oneSidedEstimate('forward');
    expect(judgeKink(entry(1, value + 2 * bound), ladder, { jump: 6 })).toBeNull();
    expect(judgeKink(entry(1, 2), ladder, { jump: bound / 2 })).toBeNull();
  });
});

describe('findPlateau', () => {
  const plateauOf = (f: (x: number) => number, x: number, claimed: number, first = -26): number | null => {
    const ladder = ladderOf(f, x, { first, rows: 5 });
    return findPlateau(ladder, claimed, 0, ladder.estimate().bound, 1);
  };

  // Another slope within 2⁻²⁴: only the smallest step sees it.
  const beyond = (x: number): number => 1 + Math.sign(x - 1) * Math.max(0, Math.abs(x - 1) - 2 ** -24);

  it.each<[string, (x: number) => number, number, number, number]>([
    ['a claim of twice', Math.sin, 1, 2 * Math.cos(1), Math.cos(1)],
    ['a claim of 0', Math.sin, 1, 0, -Math.cos(1)],
    ['a claim of a thousandth more', Math.exp, 1, 1.001 * Math.E, 0.001 * Math.E],
    ['a claim of 1 at a minimum', (x) => (x - 1) ** 2 + 1, 1, 1, 1],
    ['a claim that is wrong at 1e-200', (x) => 1e-200 * Math.sin(x), 1, 0, -1e-200 * Math.cos(1)],
    ['a claim that is wrong at 1e200', (x) => 1e200 * Math.sin(x), 1, 0, -1e200 * Math.cos(1)],
  ])('finds the gap of %s', (_name, f, x, claimed, gap) => {
    expect(plateauOf(f, x, claimed)! / gap).toBeCloseTo(1, 2);
  });

  it.each<[string, (x: number) => number, number, number]>([
    ['the right claim', Math.sin, 1, Math.cos(1)],
    ['truncation', (x) => Math.sin(300 * x), 1, 300 * Math.cos(300)],
    ['a kink at the point, whose mean slope is another', (x) => Math.max(0, x - 1) + 1, 1, 0],
    ['a step at the point', (x) => (x > 1 ? 1 : 0) + x, 1, 1],
    ['a kink near the point', (x) => Math.max(0, x - 1 - 2 ** -22) + 1, 1, 0],
    ['a flat stretch at the point, sloped beyond on both sides', beyond, 1, 0],
  ])('finds none with %s', (_name, f, x, claimed) => {
    expect(plateauOf(f, x, claimed)).toBeNull();
  });

  it('finds none where noise is as large as the gap', () => {
    for (let seed = 0; seed < 100; seed++) {
      const f = (x: number): number => Math.sin(x) + 1e-7 * normalOf([x], seed);
      const ladder = ladderOf(f, 1, { first: -26, rows: 3, noise: 6e-7 });
      expect(findPlateau(ladder, 0.9 * Math.cos(1), 0, ladder.estimate().bound, 1)).toBeNull();
    }
  });

  it('finds none within the noise of the claim itself', () => {
    const ladder = ladderOf(Math.sin, 1, { first: -26, rows: 5 });
    const { bound } = ladder.estimate();
    expect(findPlateau(ladder, Math.cos(1) + 1e-3, 0, bound, 1)).not.toBeNull();
    expect(findPlateau(ladder, Math.cos(1) + 1e-3, 2e-3, bound, 1)).toBeNull();
  });
});
