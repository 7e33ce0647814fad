import { describe, expect, it } from 'vitest';
import { detectSliceFactor } from '../../../src/diagnose/detectors/slice-factor.js';
import { change, detect, diagnose, matrix, vector } from '../evidence.js';

describe('detectSliceFactor', () => {
  const params = { W: matrix(4, 3, 1), b: vector(3, 2) };
  const right = { W: matrix(4, 3, 3), b: vector(3, 4) };
  const factors = [1.7, 0.4, -2.2];

  it('finds one factor for each column, shared with the bias', () => {
    const claimed = {
      W: right.W.map((row) => row.map((n, k) => factors[k] * n)),
      b: right.b.map((n, k) => factors[k] * n),
    };
    const diagnoses = diagnose({ params, right, claimed });
    expect(diagnoses).toMatchObject([{ code: 'missing-factor', path: 'W', evidence: 'strong' }]);
    expect(diagnoses[0].message).toContain('W and b carries one wrong factor for each column (from -2.20 to 1.70');
  });

  it('is but a hint for an outer product, in which every mistake looks so', () => {
    const [x, d] = [vector(4, 5), vector(3, 6)];
    const outer = { W: x.map((u) => d.map((v) => u * v)), b: d };
    const claimed = {
      W: x.map((u) => d.map((v, k) => u * (v + 0.1 * k + 0.1))),
      b: d.map((v, k) => v + 0.1 * k + 0.1),
    };
    expect(diagnose({ params, right: outer, claimed })[0].evidence).toBe('hint');
  });

  it.each([
    ['a factor that differs in one entry', (n: number, i: number) => factors[i % 3] * (i === 7 ? 1.01 : 1) * n],
    ['an offset for each column', (n: number, i: number) => n + factors[i % 3]],
    ['one factor for all', (n: number) => 1.7 * n],
  ])('does not take %s for it', (_, mistake) => {
    const claimed = { ...right, W: change(right.W, mistake) };
    expect(detect(detectSliceFactor, { params, right, claimed })).toBeNull();
  });

  it('does not see factors in a vector alone', () => {
    const claimed = { ...right, b: right.b.map((n, k) => factors[k] * n) };
    expect(detect(detectSliceFactor, { params, right, claimed })).toBeNull();
  });
});
