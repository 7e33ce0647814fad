import { describe, expect, it } from 'vitest';
import { detectPartialScale } from '../../../src/diagnose/detectors/partial-scale.js';
import { detect, matrix, vector, wordsOf } from '../evidence.js';

describe('detectPartialScale', () => {
  const params = vector(12, 1);
  const right = vector(12, 2);

  it('finds one factor in a part of a vector', () => {
    const claimed = right.map((n, i) => (i >= 4 && i < 9 ? 2 * n : n));
    const found = detect(detectPartialScale, { params, right, claimed })!;
    expect(found).toMatchObject({ code: 'scale', support: { entries: 5 } });
    expect(wordsOf(found)).toContain('2 times what the differences say, the other entries are right');
  });

  it('finds it on a diagonal', () => {
    const S = matrix(4, 4, 3);
    const claimed = S.map((row, i) => row.map((n, k) => (i === k ? n / 2 : n)));
    expect(detect(detectPartialScale, { params: matrix(4, 4, 4), right: S, claimed })).toMatchObject({ code: 'scale' });
  });

  it.each([
    ['two factors', right.map((n, i) => (i < 4 ? 2 * n : i < 6 ? 3 * n : n))],
    ['all of it', right.map((n) => 2 * n)],
    ['two entries', right.map((n, i) => (i < 2 ? 2 * n : n))],
    ['a lost sign', right.map((n, i) => (i < 4 ? -n : n))],
  ])('does not take %s for it', (_, claimed) => {
    expect(detect(detectPartialScale, { params, right, claimed })).toBeNull();
  });
});
