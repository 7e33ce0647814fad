import { describe, expect, it } from 'vitest';
import { detectMissingMask } from '../../../src/diagnose/detectors/missing-mask.js';
import { change, detect, vector, wordsOf } from '../evidence.js';

describe('detectMissingMask', () => {
  const params = vector(9, 1);
  const full = vector(9, 2);
  const right = change(full, (n, i) => (i % 3 === 1 ? 0 : n));

  it('finds claims where the loss does not depend on the entry', () => {
    expect(detect(detectMissingMask, { params, right, claimed: full })).toMatchObject({
      code: 'missing-factor',
      trait: 'hint',
    });
  });

  it('finds the factor that went with the mask', () => {
    const found = detect(detectMissingMask, { params, right, claimed: full.map((n) => n / 1.25) })!;
    expect(found).toMatchObject({ code: 'missing-factor', trait: 'strong' });
    expect(wordsOf(found)).toContain('but for the factor 1.25 of the mask');
  });

  it.each([
    ['the others wrong too', full.map((n, i) => (1 + i) * n)],
    ['one number in all of them', right.map((n) => n || 0.3)],
    ['a single one', right.map((n, i) => (i === 1 ? 0.4 : n))],
  ])('does not take %s for it', (_, claimed) => {
    expect(detect(detectMissingMask, { params, right, claimed })).toBeNull();
  });
});
