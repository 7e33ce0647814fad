import { describe, expect, it } from 'vitest';
import { detectAdditiveTerm } from '../../../src/diagnose/detectors/additive-term.js';
import { change, detect, diagnose, matrix, vector } from '../evidence.js';

describe('detectAdditiveTerm', () => {
  const params = { W1: matrix(3, 4, 1), b: vector(4, 2), W2: matrix(4, 2, 3) };
  const right = { W1: matrix(3, 4, 4), b: vector(4, 5), W2: matrix(4, 2, 6) };
  const plus = (c: number, f: (x: number) => number, key: 'W1' | 'W2') => {
    const values = params[key].flat();
    return change(right[key], (n, i) => n + c * f(values[i]));
  };
  const both = (c: number, f = (x: number) => x) => ({ ...right, W1: plus(c, f, 'W1'), W2: plus(c, f, 'W2') });

  it('finds a regulariser that is missing, with its coefficient, in all weights at once', () => {
    const diagnoses = diagnose({ params, right, claimed: both(-0.03) });
    expect(diagnoses).toMatchObject([{ code: 'missing-term', path: 'W1', evidence: 'strong' }]);
    expect(diagnoses[0].message).toContain('the gradients of W1 and W2 lack an L2 regulariser ½·λ·Σw² with λ = 0.03');
    expect(diagnoses[0].message).toMatch(/; b is right$/);
  });

  it('finds one too much', () => {
    expect(diagnose({ params, right, claimed: both(0.5) })[0]).toMatchObject({
      code: 'extra-term',
      evidence: 'strong',
    });
  });

  it('knows L1', () => {
    const [found] = diagnose({ params, right, claimed: both(-0.2, Math.sign) });
    expect(found).toMatchObject({ code: 'missing-term', evidence: 'strong' });
    expect(found.message).toContain('L1 regulariser λ·Σ|w| with λ = 0.2');
  });

  it.each([
    ['noise of the size of a regulariser', (n: number, i: number) => n + 0.1 * Math.sin(12.9898 * i + 1)],
    ['a term of the square', (n: number, i: number) => n + 0.1 * params.W1.flat()[i] ** 2],
    ['one entry without it', (n: number, i: number) => n - (i === 4 ? 0 : 0.1) * params.W1.flat()[i]],
  ])('does not take %s for it', (_, mistake) => {
    expect(
      detect(detectAdditiveTerm, { params, right, claimed: { ...right, W1: change(right.W1, mistake) } }),
    ).toBeNull();
  });

  it('leaves it to the scale where the gradient is proportional to the parameter, if the factor is to be expected', () => {
    const bowl = { params: vector(5, 7), right: vector(5, 7) };
    expect(diagnose({ ...bowl, claimed: bowl.params.map((x) => 2 * x) })).toMatchObject([
      { code: 'scale', evidence: 'strong' },
    ]);
    const [found] = diagnose({ ...bowl, claimed: bowl.params.map((x) => 0.93 * x) });
    expect(found).toMatchObject({ code: 'scale', evidence: 'hint' });
    expect(found.message).toContain('missing-term');
  });

  it('wants three entries', () => {
    const claimed = [0.4 - 0.1 * 1.5, 0.8 - 0.1 * -2.5];
    expect(diagnose({ params: [1.5, -2.5], right: [0.4, 0.8], claimed })[0].code).toBe('unknown');
  });
});
