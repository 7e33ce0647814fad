import { describe, expect, it } from 'vitest';
import { checkOne } from './drive-model.js';

const { fround } = Math;
const relu = (z: number): number => Math.max(0, z);

describe('slopes that fall with the step', () => {
  it('of a loss that is flat on one side are no singularity', () => {
    // In float32, so that the smallest steps are hidden by rounding and few are left.
    const saturating: [(x: number) => number, number, number][] = [
      [(x) => fround(3 + Math.tanh(x)), -5.5, 1 / Math.cosh(5.5) ** 2],
      [(x) => fround(3 + relu(x) ** 2), 0.0078125, 2 * 0.0078125],
      [(x) => fround(33 + Math.log1p(Math.exp(x))), -4.75, 1 / (1 + Math.exp(4.75))],
    ];
    for (const [f, x, derivative] of saturating) {
      const entry = checkOne(f, x, derivative, { isFloat32: true });
      expect(entry.verdict).not.toBe('fail');
      expect(entry.reason).not.toBe('singular');
    }
  });

  it.each([
    ['√|x|·sign', (x: number) => Math.sign(x) * Math.sqrt(Math.abs(x))],
    ['√ on one side', (x: number) => Math.sqrt(relu(x)) + x],
    ['x·log|x|', (x: number) => (x === 0 ? 0 : x * Math.log(Math.abs(x)))],
    ['x·log x on one side', (x: number) => (x > 0 ? x * Math.log(x) : 0)],
    ['|x|·log|x|', (x: number) => (x === 0 ? 0 : Math.abs(x) * Math.log(Math.abs(x)))],
  ])('of %s at 0 are one: no claim passes, NaN is not held against it', (_name, f) => {
    for (const claimed of [1, -1, 100]) expect(checkOne(f, 0, claimed).verdict).not.toBe('pass');
    expect(checkOne(f, 0, NaN).verdict).not.toBe('pass');
  });
});

describe('a loss that varies on a smaller scale than any step that can be taken', () => {
  // Forty turns of the logistic map: the slope is 1e9, and differences see only the far side of it.
  const chaos = (r: number): [number, number] => {
    let [x, slope] = [0.3, 0];
    for (let turn = 0; turn < 40; turn++) [x, slope] = [r * x * (1 - x), x * (1 - x) + r * (1 - 2 * x) * slope];
    return [x, slope];
  };

  it.each([3.9, 3.85, 3.95, 3.99, 3.7])('at r = %d the right slope does not fail', (r) => {
    expect(checkOne((at) => chaos(at)[0], r, chaos(r)[1]).verdict).not.toBe('fail');
  });
});
