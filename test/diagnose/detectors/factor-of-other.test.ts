import { describe, expect, it } from 'vitest';
import { detectFactorOfOther } from '../../../src/diagnose/detectors/factor-of-other.js';
import { detect, diagnose, matrix, vector, wordsOf } from '../evidence.js';

describe('detectFactorOfOther', () => {
  const gamma = [0.8, 1.3, -0.6, 2.1];
  const params = { gamma, W: matrix(3, 4, 1), b: vector(4, 2) };
  const right = { gamma: vector(4, 3), W: matrix(3, 4, 4), b: vector(4, 5) };

  it('finds a gain left out, along the axis it belongs to, in all parameters behind it', () => {
    const claimed = {
      ...right,
      W: right.W.map((row) => row.map((n, k) => n / gamma[k])),
      b: right.b.map((n, k) => n / gamma[k]),
    };
    const diagnoses = diagnose({ params, right, claimed });
    expect(diagnoses).toMatchObject([{ code: 'missing-factor', path: 'W', evidence: 'strong' }]);
    expect(diagnoses[0].message).toMatch(/W, b is divided by gamma.*the factor gamma of the chain rule is missing/);
  });

  it('finds one too many', () => {
    const found = detect(detectFactorOfOther, {
      params,
      right,
      claimed: { ...right, b: right.b.map((n, k) => n * gamma[k]) },
    });
    expect(wordsOf(found!)).toContain('multiplied with gamma');
  });

  it('does not take other factors for it', () => {
    const claimed = { ...right, b: right.b.map((n, k) => n * (gamma[k] + 0.01)) };
    expect(detect(detectFactorOfOther, { params, right, claimed })).toBeNull();
  });
});
