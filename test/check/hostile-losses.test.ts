import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/numdiff/index.js';
import { normalOf } from '../numdiff/synthetic.js';
import { checkOne, type OneResult } from './drive-model.js';

const { fround } = Math;
const relu = (z: number): number => Math.max(0, z);

interface Sample {
  readonly f: (x: number) => number;
  readonly x: number;
  readonly derivative: number;
}
interface Draw {
  /** A number between, uniformly, or on a logarithmic scale with a random sign. */
  uniform(low: number, high: number): number;
  size(low: number, high: number): number;
}
type Smooth = readonly [f: (x: number) => number, derivative: (x: number) => number];

function drawFrom(seed: number): Draw {
  const random = createRandom(seed);
  const uniform = (low: number, high: number): number => low + (high - low) * random();
  return { uniform, size: (low, high) => (random() < 0.5 ? -1 : 1) * 10 ** uniform(low, high) };
}

/** One of some smooth functions that vary on a scale of about 1. */
function smooth({ uniform, size }: Draw): Smooth {
  const [a, b] = [size(-1, 1), uniform(0.3, 2)];
  const choices: Smooth[] = [
    [(x) => a * Math.sin(b * x + 0.3), (x) => a * b * Math.cos(b * x + 0.3)],
    [(x) => a * Math.exp(b * x), (x) => a * b * Math.exp(b * x)],
    [(x) => a * Math.tanh(b * x), (x) => a * b * (1 - Math.tanh(b * x) ** 2)],
    [(x) => a * Math.log1p(Math.exp(b * x)), (x) => (a * b) / (1 + Math.exp(-b * x))],
    [(x) => a * x * x + b * x, (x) => 2 * a * x + b],
    [(x) => a * x, () => a],
    [(x) => a / (1 + x * x), (x) => (-2 * a * x) / (1 + x * x) ** 2],
  ];
  return choices[Math.floor(uniform(0, choices.length))];
}

const FAMILIES: Record<string, (x: number, draw: Draw) => Pick<Sample, 'f' | 'derivative'>> = {
  'of a parameter rounded to float32': (x, draw) => {
    const [f, d] = smooth(draw);
    return { f: (v) => f(fround(v)), derivative: d(x) };
  },
  'rounded to float32': (x, draw) => {
    const [f, d] = smooth(draw);
    return { f: (v) => fround(f(v)), derivative: d(x) };
  },
  'of two float32 terms of a rounded parameter': (x, draw) => {
    const [[f, df], [g, dg]] = [smooth(draw), smooth(draw)];
    return { f: (v) => fround(fround(f(fround(v))) + fround(g(fround(v)))), derivative: df(x) + dg(x) };
  },
  'rounded to a decimal, with a penalty that is not': (x, draw) => {
    let [f, d] = smooth(draw);
    // Where the rounded term hardly moves, curvature hides its steps.
    while (Math.abs(d(x)) < 0.2) [f, d] = smooth(draw);
    const quantum = 10 ** draw.uniform(-5, -4);
    return { f: (v) => Math.round(f(v) / quantum) * quantum + 0.005 * v * v, derivative: d(x) + 0.01 * x };
  },
  'with a kink nearby': (x, draw) => {
    const [f, d] = smooth(draw);
    const [at, jump] = [x + draw.size(-8, 0), draw.size(-2, 1)];
    return { f: (v) => f(v) + jump * relu(v - at), derivative: d(x) + (x > at ? jump : 0) };
  },
  'with a jump nearby': (x, draw) => {
    const [f, d] = smooth(draw);
    const [at, jump] = [x + draw.size(-8, 0), draw.size(-4, 1)];
    return { f: (v) => f(v) + (v > at ? jump : 0), derivative: d(x) };
  },
  'with noise': (x, draw) => {
    const [f, d] = smooth(draw);
    const [sigma, seed] = [10 ** draw.uniform(-14, -3), Math.floor(draw.uniform(0, 1e6))];
    return { f: (v) => f(v) + sigma * normalOf([v], seed), derivative: d(x) };
  },
  'that cancels': (x, draw) => {
    const [f, d] = smooth(draw);
    const offset = draw.size(2, 8);
    return { f: (v) => f(v) + offset - offset, derivative: d(x) };
  },
};

function samplesOf(family: string, isFloat32: boolean): Sample[] {
  const draw = drawFrom(family.length);
  return Array.from({ length: 150 }, () => {
    const drawn = draw.size(-1, 0.7);
    const x = isFloat32 ? fround(drawn) : drawn;
    return { x, ...FAMILIES[family](x, draw) };
  });
}

/** How far the report says that an error would have to be to fail. */
function limitOf({ parameter, analytic, numeric }: OneResult): number {
  const { detectionLimit, absoluteDetectionLimit } = parameter;
  return detectionLimit === null
    ? absoluteDetectionLimit!
    : detectionLimit * Math.max(Math.abs(analytic), Math.abs(numeric));
}

describe.each(Object.keys(FAMILIES))('a loss %s', (family) => {
  // A float32 parameter cannot come so close that the treads of a decimal beside a penalty are seen.
  const hidesTreads = family.includes('decimal');

  it.each(hidesTreads ? [false] : [false, true])('fails no right derivative (float32 parameter: %s)', (isFloat32) => {
    const failures = samplesOf(family, isFloat32).filter(({ f, x, derivative }) => {
      const claimed = isFloat32 ? fround(derivative) : derivative;
      return checkOne(f, x, claimed, { isFloat32 }).verdict === 'fail';
    });
    expect(failures.map(({ x, derivative }) => ({ x, derivative }))).toEqual([]);
  });

  it('passes no wrong one beyond the limit that it prints', () => {
    const passes: unknown[] = [];
    samplesOf(family, false).forEach(({ f, x, derivative }, k) => {
      const claimed = derivative * [2, -1, 0.5, 1.1, 1.01][k % 5];
      const entry = checkOne(f, x, claimed);
      const isBeyond = Math.abs(claimed - derivative) > limitOf(entry) * (1 + 1e-9);
      if (entry.verdict === 'pass' && isBeyond) passes.push({ x, derivative, claimed, limit: limitOf(entry) });
    });
    expect(passes).toEqual([]);
  });
});

describe('a staircase with sloping treads', () => {
  // A term in float32, whose slope close up is 0, beside a penalty in float64.
  const loss = (x: number): number => Math.sin(fround(x)) + 0.1 * x * x;
  const slope = (x: number): number => Math.cos(x) + 0.2 * x;
  const POINTS = [0.9, -0.4, 1.7, 2.77, -3.1];

  it.each(POINTS)('at %d: the slope of the formula passes, with a bound that allows for the steps', (x) => {
    const entry = checkOne(loss, x, slope(x));
    expect(entry).toMatchObject({ verdict: 'pass', reason: 'match' });
    expect(Math.abs(entry.numeric - slope(x))).toBeLessThanOrEqual(entry.bound);
    expect(entry.bound).toBeGreaterThan(1e-7);
  });

  it.each(POINTS)('at %d: what is neither fails', (x) => {
    for (const claimed of [slope(x) + 5, slope(x) - 5]) expect(checkOne(loss, x, claimed).verdict).toBe('fail');
  });

  it('0 does not pass where the treads are nearly level', () => {
    const nearlyLevel = (x: number): number => 5 * fround(x) + 1e-4 * x * x;
    for (const x of POINTS) expect(checkOne(nearlyLevel, x, 0).verdict).not.toBe('pass');
  });
});

describe('a kink that curvature hides, in float32', () => {
  // The point is where the kink is, up to rounding: both one-sided slopes are right, and what lies far outside is wrong.
  const kinked = (jump: number) => (x: number) => fround(fround(5 * x * x - 2 * x) + fround(jump * relu(x - 4.1671)));

  const x = fround(4.1671);
  const left = 10 * x - 2;

  it.each([-0.4, -0.185, 0.3, 1])('of %d: the slopes of both sides do not fail', (jump) => {
    for (const claimed of [left, left + jump, left + jump / 2])
      expect(checkOne(kinked(jump), x, fround(claimed), { isFloat32: true }).verdict).not.toBe('fail');
  });

  it.each([0.3, 1])('of %d: three jumps off fails', (jump) => {
    for (const claimed of [left - 3 * jump, left + 4 * jump])
      expect(checkOne(kinked(jump), x, fround(claimed), { isFloat32: true }).verdict).toBe('fail');
  });
});
