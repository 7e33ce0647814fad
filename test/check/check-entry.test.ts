import { assert, constantFrom, double, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalOf, roundToBits } from '../numdiff/synthetic.js';
import { checkOne } from './drive-model.js';

type Case = [name: string, f: (x: number) => number, x: number, derivative: number];

const relu = (z: number): number => Math.max(0, z);
const { fround } = Math;

const SMOOTH: Case[] = [
  ['sin', Math.sin, 1, Math.cos(1)],
  ['exp', Math.exp, 1, Math.E],
  ['x²', (x) => x * x, 1.3, 2.6],
  ['x² of a negative x', (x) => x * x, -1.3, -2.6],
  ['a steep exponential', (x) => Math.exp(50 * x), 1, 50 * Math.exp(50)],
  ['a loss near overflow', Math.exp, 708, Math.exp(708)],
  ['a loss that overflows at moderate steps', (x) => Math.exp(Math.exp(x)), 6.5, Math.exp(Math.exp(6.5) + 6.5)],
  ['exp(1e5·x) at 0', (x) => Math.exp(1e5 * x), 0, 1e5],
  ['1/x near 0', (x) => 1 / x, 1e-9, -1e18],
  ['1/(x−1) near its pole', (x) => 1 / (x - 1), 1 + 2 ** -20, -(2 ** 40)],
  ['tan near its pole', Math.tan, Math.PI / 2 - 1e-6, 1 / Math.cos(Math.PI / 2 - 1e-6) ** 2],
  ['√x near its edge', (x) => Math.sqrt(x - 1), 1 + 2 ** -20, 2 ** 9],
  ['ln x near its edge', (x) => Math.log(x - 1), 1 + 2 ** -20, 2 ** 20],
  ['x·ln x near 0', (x) => x * Math.log(x), 1e-6, Math.log(1e-6) + 1],
  ['high frequency', (x) => 2 * x + Math.sin(1e3 * x), 1, 2 + 1e3 * Math.cos(1e3)],
  ['a narrow bump', (x) => 1 / (1 + 25e8 * x * x), 1e-4, -50e4 / 26 ** 2],
  ['a small slope on an offset', (x) => 1e9 + x, 1, 1],
  ['a line whose rounding is regular', (x) => 1 - 0.9999 * x, 1, -0.9999],
  ['a hinge whose rounding is regular', (x) => relu(1 - 0.7 * x), 1.4, -0.7],
  ['softplus far left', (x) => Math.log1p(Math.exp(x)), -40, Math.exp(-40)],
  ['an underflowing sigmoid', (x) => 1 / (1 + Math.exp(-x)), -100, Math.exp(-100)],
  ['x^8 at a small x', (x) => x ** 8, 1e-3, 8e-21],
  ['a loss of 1e-200', (x) => Math.sin(x) / 1e200, 1, Math.cos(1) / 1e200],
  ['a loss of 1e200', (x) => Math.sin(x) * 1e200, 1, Math.cos(1) * 1e200],
  ['a loss of 1e300', (x) => Math.sin(x) * 1e300, 1, Math.cos(1) * 1e300],
  ['a parameter of 1e-150', (x) => Math.sin(x * 1e150), 1e-150, Math.cos(1) * 1e150],
  ['a parameter of 1e-300', (x) => Math.sin(x * 1e300), 1e-300, Math.cos(1) * 1e300],
  ['a parameter of 1e150', (x) => Math.sin(x / 1e150), 1e150, Math.cos(1) / 1e150],
  ['a parameter of 1e300', (x) => Math.sin(x / 1e300), 1e300, Math.cos(1) / 1e300],
];

/** Losses with so few digits near the point that small errors are hidden. */
const COARSE: Case[] = [
  ['a loss that cancels', (x) => 1e8 + x - 1e8, 1, 1],
  ['a square that cancels', (x) => (x + 1e6) ** 2 - 1e12, 1, 2 * (1 + 1e6)],
  ['a loss rounded to 1e-10', (x) => Math.round(Math.sin(x) * 1e10) / 1e10, 1, Math.cos(1)],
  ['1 − cos at a small angle', (x) => 1 - Math.cos(x), 1e-3, Math.sin(1e-3)],
  ['a parameter of 1e-20 that is as good as 0', (x) => (x - 1) ** 2, 1e-20, -2],
  ['a parameter of 5e-324', (x) => (x - 1) ** 2, Number.MIN_VALUE, -2],
];

const WRONG: [string, (right: number) => number][] = [
  ['the sign flipped', (d) => -d],
  ['twice', (d) => 2 * d],
  ['0.9 times', (d) => 0.9 * d],
  ['1.001 times', (d) => 1.001 * d],
  ['0', () => 0],
  ['−0', () => -0],
];

/** Before a mismatch is spoken, it is looked from far whether the loss goes in steps. */
const MOST_FOR_A_FAILURE = 32;

describe('a smooth loss', () => {
  it.each(SMOOTH)('%s: the right derivative passes, with a bound that holds', (_name, f, x, derivative) => {
    const entry = checkOne(f, x, derivative);
    expect(entry).toMatchObject({ verdict: 'pass', reason: 'match' });
    expect(Math.abs(entry.numeric - derivative)).toBeLessThanOrEqual(entry.bound + 1e-15 * Math.abs(derivative));
    expect(entry.bound).toBeLessThanOrEqual(1e-2 * Math.abs(derivative));
    expect(entry.evaluations).toBeLessThanOrEqual(20);
  });

  it.each(COARSE)(
    '%s: the right derivative does not fail, a gross error passes only where the bound admits it',
    (_name, f, x, derivative) => {
      expect(checkOne(f, x, derivative).verdict).not.toBe('fail');
      for (const claimed of [-derivative, 2 * derivative, 0]) {
        const entry = checkOne(f, x, claimed);
        if (entry.verdict === 'pass') expect(Math.abs(claimed - derivative)).toBeLessThanOrEqual(2 * entry.bound);
      }
    },
  );

  it.each(SMOOTH)('%s: a wrong derivative fails', (_name, f, x, derivative) => {
    for (const [, change] of WRONG) {
      const entry = checkOne(f, x, change(derivative));
      expect(entry).toMatchObject({ verdict: 'fail', reason: 'mismatch' });
      expect(entry.evaluations).toBeLessThanOrEqual(MOST_FOR_A_FAILURE);
    }
  });

  it.each(SMOOTH)('%s: NaN and infinite claims fail, huge ones too', (_name, f, x) => {
    for (const claimed of [NaN, Infinity, -Infinity]) {
      expect(checkOne(f, x, claimed)).toMatchObject({ verdict: 'fail', reason: 'non-finite' });
    }
    expect(checkOne(f, x, 1.7e308).verdict).toBe('fail');
  });

  it.each([...SMOOTH.slice(0, 5), ...SMOOTH.slice(11, 12)])('%s: 4 evaluations decide', (_name, f, x, derivative) => {
    expect(checkOne(f, x, derivative).evaluations).toBe(4);
  });

  it('passes a mismatch that is certified to be immaterial, and says so', () => {
    expect(checkOne(Math.sin, 1, Math.cos(1) * (1 + 3e-6))).toMatchObject({ verdict: 'pass', reason: 'subtle' });
    expect(checkOne(Math.sin, 1, Math.cos(1) * (1 + 1e-5))).toMatchObject({ verdict: 'fail', reason: 'mismatch' });
  });
});

describe('a zero derivative', () => {
  const ZEROS: [string, (x: number) => number, number][] = [
    ['a minimum of value 0', (x) => (x - 1) ** 2, 1],
    ['a minimum of value 1', (x) => (x - 1) ** 2 + 1, 1],
    ['a minimum of value 1e9', (x) => 3e9 * (x - 1) ** 2 + 1e9, 1],
    ['a minimum at 0', (x) => x * x, 0],
    ['a flat bottom, x⁴', (x) => (x - 1) ** 4 + 1, 1],
    ['a flat bottom, x⁸', (x) => x ** 8, 0],
    ['an inflection', (x) => (x - 1) ** 3, 1],
    ['1 − cos', (x) => 1 - Math.cos(x), 0],
    ['|x|^1.5', (x) => Math.abs(x) ** 1.5, 0],
    ['a constant', () => 7, 1],
    ['the constant 0', () => 0, 0],
    ['saturated tanh', Math.tanh, 20],
    ['a Gauss far out', (x) => Math.exp(-1e10 * x * x), 1],
    ['a step far away', (x) => (x > 1.3 ? 5 : 2), 1],
    ['a dead zone of 0.1', (x) => 3 + Math.sign(x) * relu(Math.abs(x) - 0.1), 0],
    ['a dead zone of 1e-4', (x) => 3 + Math.sign(x) * relu(Math.abs(x) - 1e-4), 0],
    ['a hinge out of reach', (x) => relu(x - 2), 1],
  ];
  // A staircase and a dead zone look alike close up: in these the wrong claims may stay undecided, the right one too.
  const NARROW_ZEROS: [string, (x: number) => number, number][] = [
    ['a dead zone of 1e-6 in a loss of 0', (x) => Math.sign(x) * relu(Math.abs(x) - 1e-6), 0],
    ['a dead zone of 1e-8 beside 1', (x) => Math.sign(x - 1) * relu(Math.abs(x - 1) - 1e-8), 1],
  ];

  it.each(NARROW_ZEROS)('%s: 0 does not fail, 1 and −1 do not pass', (_name, f, x) => {
    expect(checkOne(f, x, 0).verdict).not.toBe('fail');
    for (const claimed of [1, -1]) expect(checkOne(f, x, claimed).verdict).not.toBe('pass');
  });

  it.each(ZEROS)('%s: 0 and −0 pass', (_name, f, x) => {
    for (const claimed of [0, -0]) {
      const entry = checkOne(f, x, claimed);
      expect(entry).toMatchObject({ verdict: 'pass', reason: 'zero' });
      expect(Math.abs(entry.numeric)).toBeLessThanOrEqual(entry.bound);
      expect(entry.evaluations).toBeLessThanOrEqual(20);
    }
  });

  it.each(ZEROS)('%s: 1, −1 and NaN fail', (_name, f, x) => {
    for (const claimed of [1, -1, NaN]) expect(checkOne(f, x, claimed).verdict).toBe('fail');
  });

  it.each<Case>([
    ['inside a clamp of 1e-6', (x) => Math.max(-1e-6, Math.min(1e-6, x - 1)), 1, 1],
    ['inside a clamp of 1e-8', (x) => Math.max(-1e-8, Math.min(1e-8, x - 1)), 1, 1],
    ['beside a pole', (x) => 1 / (x - 1), 1 + 2 ** -30, -(2 ** 60)],
    ['within a high frequency', (x) => Math.sin(1e6 * x), 1, 1e6 * Math.cos(1e6)],
    ['of noise 1e-3 and a bounded loss', (x) => Math.sin(x) + 1e-3 * normalOf([x], 1), 1, Math.cos(1)],
  ])('0 does not pass %s, where the derivative is none', (_name, f, x, derivative) => {
    const entry = checkOne(f, x, 0);
    expect(entry.verdict).not.toBe('pass');
    expect(checkOne(f, x, derivative).verdict).not.toBe('fail');
  });
});

describe('a kink near the point', () => {
  // 0.5·x + relu(x − 1 − d): slope 0.5 left of the kink, 1.5 right of it, 1 on average.
  const distances = [1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9];
  const SHAPES: [string, (x: number) => number][] = [
    ['straight', (x) => x / 2 + 0.3],
    ['curved', (x) => x / 2 + 3 * (x - 1) ** 2 + 0.3],
    ['exponential', (x) => Math.exp(x - 1) - x / 2],
  ];

  it.each(distances)('at a distance of %d: the slope of the own side passes, others fail', (d) => {
    for (const [, smooth] of SHAPES) {
      for (const side of [1, -1]) {
        const f = (x: number): number => smooth(x) + relu(x - (1 + side * d));
        const own = side > 0 ? 0.5 : 1.5;
        const right = checkOne(f, 1, own);
        expect(right).toMatchObject({ verdict: 'pass', reason: 'match' });
        expect(Math.abs(right.numeric - own)).toBeLessThanOrEqual(right.bound);
        for (const claimed of [1, 2 - own, 0, -own]) {
          const wrong = checkOne(f, 1, claimed);
          expect(wrong.verdict).toBe('fail');
          expect(wrong.evaluations).toBeLessThanOrEqual(MOST_FOR_A_FAILURE);
        }
      }
    }
  });

  it.each([1e-10, 1e-11, 1e-12])('at a distance of %d, too near to tell: no alarm, and no wild claim passes', (d) => {
    for (const [, smooth] of SHAPES) {
      for (const side of [1, -1]) {
        const f = (x: number): number => smooth(x) + relu(x - (1 + side * d));
        expect(checkOne(f, 1, side > 0 ? 0.5 : 1.5).verdict).not.toBe('fail');
        for (const claimed of [0, -0.5, 3]) expect(checkOne(f, 1, claimed).verdict).toBe('fail');
      }
    }
  });

  it.each(distances)('two kinks, %d to both sides: only the slope between them passes', (d) => {
    const f = (x: number): number => relu(x - 1 - d) + 2 * relu(1 - d - x) + x * x + 1;
    expect(checkOne(f, 1, 2).verdict).toBe('pass');
    for (const claimed of [3, 0, 1.5, -2]) expect(checkOne(f, 1, claimed).verdict).toBe('fail');
  });

  it.each(distances.slice(0, 8))('|x| at a distance of %d from 0, where x is 0', (d) => {
    const f = (x: number): number => 3 + Math.abs(x - d);
    expect(checkOne(f, 0, -1).verdict).toBe('pass');
    for (const claimed of [1, 0, -0.5]) expect(checkOne(f, 0, claimed).verdict).toBe('fail');
  });

  it.each([1e-1, 1e-4, 1e-7, 1e-8])('a jump at a distance of %d: the slope before it passes, others fail', (d) => {
    const f = (x: number): number => Math.sin(x) + (x > 1 + d ? 3 : 0);
    expect(checkOne(f, 1, Math.cos(1)).verdict).toBe('pass');
    for (const claimed of [0, 1, -Math.cos(1)]) expect(checkOne(f, 1, claimed).verdict).toBe('fail');
  });
});

describe('a kink at the point', () => {
  const KINKS: [string, (x: number) => number, number, low: number, high: number][] = [
    ['|x|', Math.abs, 0, -1, 1],
    ['|x − 1|', (x) => Math.abs(x - 1), 1, -1, 1],
    ['|x − 1| with curvature', (x) => Math.abs(x - 1) + 3 * x * x, 1, 5, 7],
    ['relu at 0', relu, 0, 0, 1],
    ['relu on an offset', (x) => 5 + relu(x - 1), 1, 0, 1],
    ['leaky relu', (x) => (x > 0 ? x : 0.01 * x), 0, 0.01, 1],
    ['a maximum of two branches', (x) => Math.max(Math.sin(x), Math.sin(1) + 2 * (x - 1)), 1, Math.cos(1), 2],
    ['a concave kink', (x) => -Math.abs(x - 1), 1, -1, 1],
    ['a kink of a loss of 1e-200', (x) => 1e-200 * Math.abs(x - 1), 1, -1e-200, 1e-200],
    ['a kink of a loss of 1e200', (x) => 1e200 * Math.abs(x - 1), 1, -1e200, 1e200],
  ];

  it.each(KINKS)('%s: the two slopes and what lies between them are subgradients', (_name, f, x, low, high) => {
    for (const share of [0, 0.3, 0.5, 1]) {
      const claimed = low + share * (high - low);
      const entry = checkOne(f, x, claimed);
      expect(entry).toMatchObject({ verdict: 'kink', reason: 'subgradient' });
      expect(Math.abs(entry.slopes![0] - low)).toBeLessThanOrEqual(entry.bound);
      expect(Math.abs(entry.slopes![1] - high)).toBeLessThanOrEqual(entry.bound);
      expect(entry.bound).toBeLessThan(0.05 * (high - low));
      expect(entry.evaluations).toBeLessThanOrEqual(20);
    }
  });

  it.each(KINKS)('%s: what lies outside fails', (_name, f, x, low, high) => {
    for (const claimed of [high + (high - low), low - (high - low), high + 0.3 * (high - low), NaN, Infinity]) {
      expect(checkOne(f, x, claimed).verdict).toBe('fail');
    }
  });
});

describe('a loss that has no derivative at the point', () => {
  it.each<[string, (x: number) => number, number, number]>([
    ['√x at its edge', Math.sqrt, 0, Infinity],
    ['√x at its edge, −x', (x) => Math.sqrt(-x), 0, -Infinity],
    ['the cube root at 0', Math.cbrt, 0, Infinity],
    ['√|x|', (x) => Math.sqrt(Math.abs(x)), 0, NaN],
    ['x·ln x at 0', (x) => (x === 0 ? 0 : x * Math.log(x)), 0, -Infinity],
  ])('%s: a claim that is not finite is undecided, for the differences diverge', (_name, f, x, claimed) => {
    expect(checkOne(f, x, claimed)).toMatchObject({ verdict: 'inconclusive', reason: 'singular' });
  });

  it.each<[string, (x: number) => number]>([
    ['a step', (x) => Math.sign(x)],
    ['a step on a slope', (x) => Math.sign(x) + x],
    ['a one-sided step', (x) => (x >= 0 ? 1 : 0) + Math.sin(x)],
  ])('%s at the point is undecided, and ends soon', (_name, f) => {
    const entry = checkOne(f, 0, 1);
    expect(entry.verdict).toBe('inconclusive');
    expect(['discontinuity', 'singular', 'noise']).toContain(entry.reason);
    expect(entry.evaluations).toBeLessThanOrEqual(36);
  });

  it.each<Case>([
    ['sin with noise 1e-3', (x) => Math.sin(x) + 1e-3 * normalOf([x], 2), 1, Math.cos(1)],
    ['a loss rounded to 1e-3', (x) => Math.round(Math.sin(x) * 1e3) / 1e3, 1, Math.cos(1)],
    ['a kink at 1e-8', (x) => 3 + Math.abs(x - 1e-8), 0, -1],
    ['a pole at 1e-6', (x) => 1 / (x - 1), 1 + 1e-6, -1e12],
    ['a scale of 1e6', Math.sin, 1, Math.cos(1)],
  ])('NaN is never excused where the derivative is finite: %s', (_name, f, x) => {
    expect(checkOne(f, x, NaN, _name.startsWith('a scale') ? { scale: 1e6 } : {})).toMatchObject({
      verdict: 'fail',
      reason: 'non-finite',
    });
  });
});

describe('a noisy or coarse loss', () => {
  const FUNCTIONS: [string, (x: number) => number, (x: number) => number][] = [
    ['sin', Math.sin, Math.cos],
    ['tanh', Math.tanh, (x) => 1 / Math.cosh(x) ** 2],
    ['exp', Math.exp, Math.exp],
    ['x²', (x) => x * x, (x) => 2 * x],
    ['sin 5x', (x) => Math.sin(5 * x), (x) => 5 * Math.cos(5 * x)],
    ['sin 20x on an offset', (x) => 10 + Math.sin(20 * x), (x) => 20 * Math.cos(20 * x)],
  ];
  const noises = [1e-12, 1e-10, 1e-8, 1e-6, 1e-4, 1e-3, 1e-2, 0.1, 0.3];

  it.each(noises)('with noise %d: never fails a right derivative', (sigma) => {
    for (const [, f, derivative] of FUNCTIONS) {
      for (let seed = 0; seed < 40; seed++) {
        const x = 0.3 + 0.057 * seed;
        const entry = checkOne((t) => f(t) + sigma * normalOf([t], seed), x, derivative(x), { seed });
        expect(entry.verdict).not.toBe('fail');
        if (sigma <= 1e-8) expect(entry.verdict).toBe('pass');
        expect(entry.evaluations).toBeLessThanOrEqual(20);
      }
    }
  });

  it.each(noises)('with noise %d: a wrong derivative that passes lies within the printed bound', (sigma) => {
    for (const [, f, derivative] of FUNCTIONS) {
      for (let seed = 0; seed < 20; seed++) {
        const x = 0.3 + 0.113 * seed;
        const truth = derivative(x);
        for (const claimed of [0, -truth, 1.1 * truth, 1.001 * truth]) {
          const entry = checkOne((t) => f(t) + sigma * normalOf([t], seed), x, claimed, { seed });
          if (entry.verdict !== 'pass') continue;
          expect(Math.abs(claimed - truth)).toBeLessThanOrEqual(Math.abs(claimed - entry.numeric) + entry.bound);
        }
        if (sigma <= 1e-6 && Math.abs(truth) > 0.5) {
          for (const claimed of [0, -truth, 2 * truth]) {
            expect(checkOne((t) => f(t) + sigma * normalOf([t], seed), x, claimed, { seed }).verdict).toBe('fail');
          }
        }
      }
    }
  });

  const in32 = (x: number): number => fround(fround(Math.sin(fround(x))) + 1);
  it.each<[string, (x: number) => number, boolean]>([
    ['float32 inside', in32, false],
    ['float32 inside and in store', in32, true],
    ['half precision inside', (x) => roundToBits(Math.sin(x) + 1, 11), false],
    ['a loss rounded to 1e-3', (x) => Math.round(1e3 * Math.sin(x)) / 1e3, false],
    ['a loss rounded to 1e-6', (x) => Math.round(1e6 * Math.sin(x)) / 1e6, false],
    ['a loss rounded to 1e-9', (x) => Math.round(1e9 * Math.sin(x)) / 1e9, false],
  ])('%s: the right derivative does not fail, gross errors do not pass', (_name, f, isFloat32) => {
    for (const x of [0.6, 0.75, 1, 1.2].map(fround)) {
      const truth = Math.cos(x);
      const right = checkOne(f, x, truth, { isFloat32 });
      expect(right.verdict).not.toBe('fail');
      expect(Math.abs(right.numeric - truth)).toBeLessThanOrEqual(right.bound);
      for (const claimed of [-truth, 2 * truth, 0]) {
        expect(checkOne(f, x, claimed, { isFloat32 }).verdict).not.toBe('pass');
      }
    }
  });

  it('decides float32 to a percent', () => {
    for (const x of [0.6, 0.75, 1, 1.2].map(fround)) {
      const truth = Math.cos(x);
      expect(checkOne(in32, x, truth, { isFloat32: true }).verdict).toBe('pass');
      for (const claimed of [-truth, 2 * truth, 0, 1.05 * truth]) {
        expect(checkOne(in32, x, claimed, { isFloat32: true }).verdict).toBe('fail');
      }
    }
  });

  it('keeps float32 parameters on float32 numbers', () => {
    for (const x of [0.1, 1, 123.4, 3e-7].map(fround)) {
      const { xs } = checkOne((t) => (t / x - 2) ** 2, x, -2 / x, { isFloat32: true });
      for (const at of xs) expect(fround(at)).toBe(at);
      expect(xs.length).toBeGreaterThanOrEqual(4);
    }
  });

  it('says of a loss that differs at equal input what hides the derivative', () => {
    let calls = 0;
    const entry = checkOne((x) => Math.sin(x) + 0.1 * normalOf([calls++], 3), 1, Math.cos(1));
    expect(entry).toMatchObject({ verdict: 'inconclusive', reason: 'nondeterministic' });
  });
});

describe('bounds', () => {
  it.each([
    ['at the lower one', 1, { lower: 1 }],
    ['at the upper one', 1, { upper: 1 }],
    ['between close ones', 1, { lower: 1 - 1e-9, upper: 1 + 1e-9 }],
    ['between close ones, off the middle', 1, { lower: 1 - 1e-12, upper: 1 + 1e-3 }],
    ['at 0, the lower one', 0, { lower: 0 }],
  ])('%s: the right derivative passes, wrong ones fail', (_name, x, bounds) => {
    expect(checkOne(Math.exp, x, Math.exp(x), bounds).verdict).toBe('pass');
    for (const claimed of [0, -Math.exp(x), 1.1 * Math.exp(x)]) {
      expect(checkOne(Math.exp, x, claimed, bounds).verdict).toBe('fail');
    }
  });

  it('at the edge of the domain, where the other side is NaN, one side decides', () => {
    const f = (x: number): number => x ** 1.5 + 2 * x;
    const right = checkOne((x) => f(x), 0, 2);
    expect(right.verdict).toBe('pass');
    expect(Math.abs(right.numeric - 2)).toBeLessThanOrEqual(right.bound);
    for (const claimed of [1, 0, -2, 4]) expect(checkOne(f, 0, claimed).verdict).toBe('fail');
  });

  it('that leave no room are told, without asking for anything', () => {
    const entry = checkOne(Math.exp, 1, Math.E, { lower: 1, upper: 1 });
    expect(entry).toMatchObject({ verdict: 'inconclusive', reason: 'no-room', evaluations: 0 });
    expect(checkOne(Math.exp, 1, NaN, { lower: 1, upper: 1 }).verdict).toBe('fail');
  });

  it('are not blamed where the loss is not finite on either side', () => {
    const island = (x: number): number => (x === 1 ? 2 : NaN);
    for (const bounds of [{}, { lower: 0.5, upper: 3 }])
      expect(checkOne(island, 1, 1, bounds)).toMatchObject({ verdict: 'inconclusive', reason: 'non-finite-around' });
  });

  it('a declared scale far below the spacing of numbers does not matter', () => {
    expect(checkOne(Math.sin, 1, Math.cos(1), { scale: 1e-20 }).verdict).toBe('pass');
    expect(checkOne(Math.sin, 1, -Math.cos(1), { scale: 1e-20 }).verdict).toBe('fail');
    expect(checkOne(Math.sin, 0, 1, { scale: 1e-200 }).verdict).toBe('pass');
  });

  it('are never left, few points are asked twice, and the search ends', () => {
    const losses: ((x: number) => number)[] = [
      Math.sin,
      Math.abs,
      (x) => x * x,
      (x) => Math.sqrt(x),
      (x) => (x > 0.5 ? 1 / 0 : Math.exp(x)),
      (x) => Math.round(100 * x) / 100,
      (x) => Math.sign(x) + x,
      (x) => fround(Math.sin(fround(x))),
      (x) => Math.cbrt(x),
      (x) => 1 / x,
      (x) => Math.sin(x) + 1e-5 * normalOf([x], 1),
    ];
    assert(
      property(
        integer({ min: 0, max: losses.length - 1 }),
        double({ min: -4, max: 4, noNaN: true }).map((x) => Math.round(x * 64) / 64),
        double({ min: -3, max: 3, noNaN: true }),
        constantFrom(0, 1e-13, 1e-9, 1e-5, 0.1, 1e3, Infinity),
        constantFrom(0, 1e-13, 1e-9, 1e-5, 0.1, 1e3, Infinity),
        constantFrom(undefined, 1e-6, 1, 1e6),
        (kind, x, claimed, below, above, scale) => {
          if (!Number.isFinite(losses[kind](x))) return;
          const [lower, upper] = [x - below, x + above];
          const entry = checkOne(losses[kind], x, claimed, { lower, upper, scale });
          expect(Math.min(x, ...entry.xs)).toBeGreaterThanOrEqual(lower);
          expect(Math.max(x, ...entry.xs)).toBeLessThanOrEqual(upper);
          // Going over to one side asks a few points again.
          expect(new Set(entry.xs).size).toBeGreaterThanOrEqual(entry.xs.length - 8);
          expect(entry.evaluations).toBeLessThanOrEqual(48);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe('the certificate', () => {
  it('of a pass admits every error that is there: |claim − truth| ≤ |claim − numeric| + bound', () => {
    const functions: [(x: number) => number, (x: number) => number][] = [
      [Math.sin, Math.cos],
      [Math.exp, Math.exp],
      [(x) => x ** 3 - x, (x) => 3 * x * x - 1],
      [(x) => Math.log1p(x * x), (x) => (2 * x) / (1 + x * x)],
      [(x) => 1e6 + Math.cosh(x), Math.sinh],
      [
        (x) => Math.sqrt(1 + x * x) + 1e-9 * Math.sin(1e3 * x),
        (x) => x / Math.sqrt(1 + x * x) + 1e-6 * Math.cos(1e3 * x),
      ],
    ];
    assert(
      property(
        integer({ min: 0, max: functions.length - 1 }),
        double({ min: -3, max: 3, noNaN: true, noDefaultInfinity: true }),
        integer({ min: -12, max: 0 }),
        constantFrom(-1, 0, 1),
        (kind, x, decade, sign) => {
          const [f, derivative] = functions[kind];
          const truth = derivative(x);
          const claimed = truth * (1 + sign * 10 ** decade);
          const entry = checkOne(f, x, claimed);
          if (sign === 0) expect(entry.verdict).not.toBe('fail');
          if (entry.verdict === 'pass') {
            const admitted = Math.abs(claimed - entry.numeric) + entry.bound;
            expect(Math.abs(claimed - truth)).toBeLessThanOrEqual(admitted + 1e-14 * Math.abs(truth));
          }
        },
      ),
      { numRuns: 800 },
    );
  });
});
