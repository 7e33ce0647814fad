import { describe, expect, it } from 'vitest';
import { detectConstantAlong } from '../../../src/diagnose/detectors/constant-along.js';
import { detect, matrix, wordsOf } from '../evidence.js';

describe('detectConstantAlong', () => {
  const params = matrix(4, 3, 1);
  const right = matrix(4, 3, 2);

  it('finds rows of one number where the derivatives differ', () => {
    const found = detect(detectConstantAlong, {
      params,
      right,
      claimed: right.map((_, k) => [k + 0.3, k + 0.3, k + 0.3]),
    })!;
    expect(found).toMatchObject({ code: 'missing-factor', trait: 'strong' });
    expect(wordsOf(found)).toContain('throughout each row');
  });

  it('does not take one number throughout for it, nor rows that should be of one number', () => {
    expect(detect(detectConstantAlong, { params, right, claimed: right.map(() => [1, 1, 1]) })).toBeNull();
    const even = right.map(([n]) => [n, n, n]);
    expect(
      detect(detectConstantAlong, {
        params,
        right: even,
        claimed: even.map(([n]) => [2 * n + 1, 2 * n + 1, 2 * n + 1]),
        bound: 1e-6,
      }),
    ).toBeNull();
  });
});
