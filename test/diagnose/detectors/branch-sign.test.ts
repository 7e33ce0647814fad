import { describe, expect, it } from 'vitest';
import { detectBranchSign } from '../../../src/diagnose/detectors/branch-sign.js';
import { change, detect, vector, wordsOf } from '../evidence.js';

describe('detectBranchSign', () => {
  const params = [0.4, -1.2, 0.7, -0.3, 1.9, -0.8, 0.2];
  const right = [-0.5, -0.9, 0.3, 0.8, 0.1, 0.6, -0.7];

  it('finds a sign that is wrong where the parameter is negative', () => {
    const found = detect(detectBranchSign, {
      params,
      right,
      claimed: change(right, (n, i) => Math.sign(params[i]) * n),
    });
    expect(found).toMatchObject({ code: 'sign-flip', support: { entries: 3 } });
    expect(wordsOf(found!)).toContain('the wrong sign exactly where params is negative');
  });

  it('finds an absolute value', () => {
    expect(wordsOf(detect(detectBranchSign, { params, right, claimed: right.map(Math.abs) })!)).toContain(
      'never negative',
    );
  });

  it('names the entries where there is no such reason', () => {
    const claimed = right.map((n, i) => (i === 2 ? -n : n));
    expect(wordsOf(detect(detectBranchSign, { params, right, claimed })!)).toContain('the sign is wrong in params[2]');
  });

  it.each([
    ['all signs wrong', right.map((n) => -n)],
    ['a sign and a factor wrong', right.map((n, i) => (i % 2 ? -1.1 : 1) * n)],
  ])('does not take %s for it', (_, claimed) => {
    expect(detect(detectBranchSign, { params: vector(7, 1), right, claimed })).toBeNull();
  });
});
