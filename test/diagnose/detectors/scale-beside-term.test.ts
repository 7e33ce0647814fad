import { describe, expect, it } from 'vitest';
import { detectScaleBesideTerm } from '../../../src/diagnose/detectors/scale-beside-term.js';
import { change, detect, diagnose, matrix, vector } from '../evidence.js';

describe('detectScaleBesideTerm', () => {
  const params = { W: matrix(4, 3, 1), b: vector(3, 2) };
  const right = { W: matrix(4, 3, 3), b: vector(3, 4) };
  const weights = params.W.flat();
  const LAMBDA = 0.02;
  const scaled = (c: number) => ({
    W: change(right.W, (n, i) => c * (n - LAMBDA * weights[i]) + LAMBDA * weights[i]),
    b: change(right.b, (n) => c * n),
  });

  it.each([
    [10, 'scale', 'are 10 times'],
    [-1, 'sign-flip', 'are the negative'],
    [0.731, 'scale', 'are 0.731 times'],
  ])('tells a factor %s of the data with a right regulariser beside it, in one diagnosis', (c, code, words) => {
    const diagnoses = diagnose({ params, right, claimed: scaled(c) });
    expect(diagnoses).toMatchObject([{ code, path: 'W', evidence: 'strong' }]);
    expect(diagnoses[0].message).toContain(`the gradients of W and b ${words}`);
    expect(diagnoses[0].message).toContain('in W but for the term of a regulariser ½·λ·Σθ² (λ = 0.02), which is right');
  });

  it.each([
    ['noise', (n: number, i: number) => 2 * n + 0.01 * Math.sin(12.9898 * i)],
    ['a plain factor', (n: number) => 2 * n],
    ['a plain regulariser', (n: number, i: number) => n + 0.1 * weights[i]],
    ['the square of the parameter beside a factor', (n: number, i: number) => 2 * n + 0.1 * weights[i] ** 2],
  ])('does not take %s for it', (_, mistake) => {
    expect(
      detect(detectScaleBesideTerm, { params, right, claimed: { ...right, W: change(right.W, mistake) } }),
    ).toBeNull();
  });

  it('does not try where gradient and parameter are parallel', () => {
    const bowl = { params: { W: params.W }, right: { W: params.W } };
    expect(detect(detectScaleBesideTerm, { ...bowl, claimed: { W: change(params.W, (x) => 2 * x) } })).toBeNull();
  });
});
