import { beforeAll, describe, expect, it } from 'vitest';
import { gradient, valueAndGradient, valueAndGradientAsync } from '../../src/gradient.js';
import { differentiate } from '../autodiff/differences.js';
import { loadInstrumented, loadText } from '../autodiff/load-instrumented.js';
import { thrownBy } from './thrown-by.js';

/** Losses as plain text, so that the same functions are there instrumented and as they are. */
const LOSSES = `
  export const squares = (x) => x.reduce((s, v, i) => s + (i + 1) * v * v, 0);
  export const tree = ({ w, b, layers }, scale) => {
    let s = b * b;
    for (let i = 0; i < w.length; i++) s += scale * w[i] ** 3;
    for (const { gain, taps } of layers) s += Math.sin(gain) * taps[0] * taps[1];
    return s;
  };
  export const first = (x) => x[0];
  export const constant = () => 3;
  export const single = (x) => x * Math.exp(-x);
  export const random = (x) => x[0] * x[0] * (1 + Math.random());
  export const logarithm = (x) => Math.log(x[0]);
  export const dot = (a, b) => { let s = 0; for (let i = 0; i < a.length; i++) s += a[i] * b; return s; };
  export const later = async (x) => { await null; return x[0] * x[1]; };
  export const outer = (x, inner) => x[0] * inner(x);
  export const loop = (x, steps) => { let y = x; for (let i = 0; i < steps; i++) y = Math.sin(y); return y; };
  export const isUnit = (x, is) => (is(x) ? x * x : 2 * x);
`;
// eslint-disable-next-line typescript/no-explicit-any -- each use tells what it takes
type Losses = Record<string, (...args: any[]) => any>;
let followed: Losses;
let plain: Losses;

beforeAll(async () => {
  [followed, plain] = [await loadInstrumented(LOSSES), await loadText(LOSSES)];
});

describe('gradient', () => {
  it('has the containers and the values of what it is the derivative by', () => {
    const params = {
      w: Float64Array.of(1, -2),
      b: 0.5,
      layers: [
        { gain: 0.25, taps: [2, 3] },
        { gain: 1, taps: [-1, 4] },
      ],
      unused: Float32Array.of(7),
    };
    const found = gradient(followed.tree as never)(params as never, 2 as never) as typeof params;
    expect(found.w).toEqual(Float64Array.of(6, 24));
    expect(found.b).toBe(1);
    expect(found.layers).toEqual([
      { gain: Math.cos(0.25) * 6, taps: [Math.sin(0.25) * 3, Math.sin(0.25) * 2] },
      { gain: Math.cos(1) * -4, taps: [Math.sin(1) * 4, Math.sin(1) * -1] },
    ]);
    expect(found.unused).toEqual(Float32Array.of(0));
    expect(params.w).toEqual(Float64Array.of(1, -2));
  });

  it('agrees with differences of the plain loss', async () => {
    for (const [name, at] of [
      ['squares', [0.3, -1.2, 2]],
      ['logarithm', [0.75]],
    ] as const) {
      const found = gradient(followed[name] as (x: readonly number[]) => number)(at);
      const expected = await differentiate((x) => (plain[name] as (x: number[]) => number)(x), at);
      expected.forEach(({ slope, bound }, i) => expect(Math.abs(found[i] - slope)).toBeLessThanOrEqual(bound));
    }
  });

  it('takes a single number, and a loss that is one of its parameters', () => {
    expect(gradient(followed.single as (x: number) => number)(1)).toBe(0);
    expect(gradient(followed.first as (x: number[]) => number)([4, 5])).toEqual([1, 0]);
  });

  it('gives the value of the plain loss beside it, to the last bit', () => {
    const at = [0.1, 0.2, 0.3];
    const { value, gradient: slope } = valueAndGradient(followed.squares as (x: number[]) => number)(at);
    expect(value).toBe((plain.squares as (x: number[]) => number)(at));
    expect(slope).toEqual([0.2, 0.8, 6 * 0.3]);
  });

  it('can be taken of the same loss again and again', () => {
    const slope = gradient(followed.squares as (x: number[]) => number);
    for (let k = 1; k < 50; k++) expect(slope([k, 0])).toEqual([2 * k, 0]);
  });

  it('can be taken of a loss that draws random numbers', () => {
    const [slope] = gradient(followed.random as (x: number[]) => number)([3]);
    expect(slope).toBeGreaterThanOrEqual(6);
    expect(slope).toBeLessThan(12);
  });

  it('holds the first call against differences, and leaves it at that', () => {
    let calls = 0;
    const counted = (x: number[]): number => {
      calls++;
      return (followed.squares as (x: number[]) => number)(x);
    };
    const slope = gradient(counted);
    slope([1, 2]);
    expect(calls).toBeGreaterThan(10);
    expect(calls).toBeLessThan(100);
    calls = 0;
    slope([3, 4]);
    expect(calls).toBe(1);
    calls = 0;
    gradient(counted, { verify: false })([1, 2]);
    expect(calls).toBe(1);
  });
});

describe('a gradient that would be wrong is refused', () => {
  const refusal = (take: () => unknown) => {
    const error = thrownBy(take);
    expect(error.code).toBe('not-instrumentable');
    return `${error.message} | ${error.details.hint}`;
  };

  it('where the loss is not instrumented: numbers', () => {
    const loss = plain.squares as (x: number[]) => number;
    expect(refusal(() => gradient(loss)([1, 2]))).toMatch(
      /numbers left the code that is followed .*gradcheck\/register/s,
    );
  });

  it('where the loss is not instrumented: typed arrays, which leave no trace', () => {
    const loss = plain.dot as (x: Float64Array, b: number) => number;
    expect(refusal(() => gradient(loss)(Float64Array.of(1, 2), 3))).toMatch(
      /no operation .* was recorded.*gradcheck\/vite/s,
    );
  });

  it('where the loss uses no parameter', () => {
    expect(refusal(() => gradient(followed.constant as (x: number) => number)(1))).toMatch(/no operation/);
  });

  it('where code that is not instrumented reads a typed array on the way', () => {
    const dot = followed.dot as (a: Float64Array, b: number) => number;
    const loss = (x: Float64Array): number => dot(x, x[0]);
    expect(refusal(() => gradient(loss)(Float64Array.of(1, 2)))).toMatch(/disagrees with finite differences/);
    // Whatever it disagrees in: 2x₀ + x₁ = 4 by the first, x₀ = 1 by the second.
    expect(gradient(loss, { verify: false })(Float64Array.of(1, 2))).toEqual(Float64Array.of(1, 1));
  });

  it('where code that is not instrumented takes a number for an object', () => {
    const loss = followed.isUnit as (x: number, is: (x: number) => boolean) => number;
    const message = refusal(() => gradient(loss)(3, (x) => typeof x === 'number'));
    expect(message).toMatch(/it comes to 6 where it is followed, and to 9 else/);
  });

  it('where the loss takes another gradient', () => {
    const loss = followed.outer as (x: number[], inner: (x: number[]) => number) => number;
    const inner = gradient(followed.squares as (x: number[]) => number);
    expect(refusal(() => gradient(loss)([1, 2], (x) => inner(x)[0]))).toMatch(/another one was being recorded/);
  });

  it('where it takes too many operations, whoever caught the error', () => {
    const loss = followed.loop as (x: number, steps: number) => number;
    const slope = gradient(loss, { mostOperations: 1000 });
    expect(slope(1, 900)).toBeGreaterThan(0);
    const error = thrownBy(() => slope(1, 1100));
    expect(error.code).toBe('tape-limit');
    expect(error.message).toBe('the loss takes more than 1,000 operations: too many to record');
    expect(slope(1, 900)).toBeGreaterThan(0);
  });

  it('where the parameters are none', () => {
    expect(thrownBy(() => gradient(followed.first as never)(['a'] as never)).code).toBe('bad-params');
  });
});

describe('valueAndGradientAsync', () => {
  it('waits for the loss', async () => {
    const loss = followed.later as (x: number[]) => Promise<number>;
    expect(await valueAndGradientAsync(loss)([2, 5])).toEqual({ value: 10, gradient: [5, 2] });
  });

  it('refuses calls that overlap, and goes on after them', async () => {
    const slope = valueAndGradientAsync(followed.later as (x: number[]) => Promise<number>);
    const [first, second] = await Promise.allSettled([slope([2, 5]), slope([3, 4])]);
    expect(first.status).toBe('fulfilled');
    expect(second).toMatchObject({ status: 'rejected', reason: { code: 'not-instrumentable' } });
    expect((await slope([3, 4])).gradient).toEqual([4, 3]);
  });

  it('is named where a promise comes back from a loss that is not waited for', () => {
    const { message, details } = thrownBy(() => gradient(followed.later as never)([1, 2] as never));
    expect(`${message}: ${details.hint}`).toMatch(/returns a promise: valueAndGradientAsync/);
  });
});
