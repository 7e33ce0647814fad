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
    expect(diagnoses[0].message).toMatch(
      /of W and b are divided by gamma, entry by entry: the factor gamma of the chain rule is missing/,
    );
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

  it.each([
    [(c: number) => 1 / c, 'divided by temperature: the factor temperature of the chain rule is missing'],
    [(c: number) => c * c, 'multiplied with temperature²'],
  ])('finds a factor that is one number', (factor, words) => {
    const tree = { w: vector(5, 5), temperature: 0.37 };
    const truth = { w: vector(5, 6), temperature: 0.2 };
    const [found] = diagnose({
      params: tree,
      right: truth,
      claimed: { ...truth, w: truth.w.map((n) => n * factor(0.37)) },
    });
    expect(found).toMatchObject({ code: 'missing-factor', evidence: 'strong' });
    expect(found.message).toContain(words);
    expect(found.message).toMatch(/; temperature is right$/);
  });

  it('leaves plain numbers to the scale', () => {
    const tree = { w: vector(5, 5), power: 2 };
    const truth = { w: vector(5, 6), power: 0.3 };
    const claimed = { ...truth, w: truth.w.map((n) => n / 2) };
    expect(diagnose({ params: tree, right: truth, claimed })[0].code).toBe('scale');
  });
});
