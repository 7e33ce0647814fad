import { describe, expect, it } from 'vitest';
import { detectUncentred } from '../../../src/diagnose/detectors/uncentred.js';
import { detect, diagnose, matrix, wordsOf } from '../evidence.js';

describe('detectUncentred', () => {
  const params = matrix(4, 5, 1);
  const claimed = matrix(4, 5, 2);
  const centred = claimed.map((row) => row.map((a) => a - row.reduce((sum, value) => sum + value, 0) / 5));

  it('finds the mean of each row that was not taken off', () => {
    const found = detect(detectUncentred, { params, right: centred, claimed });
    expect(found).toMatchObject({ code: 'missing-factor', support: { entries: 16 } });
    expect(wordsOf(found!)).toContain('should have mean 0 over each row');
    expect(diagnose({ params, right: centred, claimed })[0].evidence).toBe('strong');
  });

  it('does not take rows that are off by an amount, but not centred, for it', () => {
    const off = claimed.map((row, r) => row.map((a) => a + 0.1 * (r + 1)));
    expect(detect(detectUncentred, { params, right: claimed, claimed: off })).toBeNull();
  });

  it('does not take a constant where the loss does not change for it', () => {
    const zeros = claimed.map((row) => row.map(() => 0));
    const ones = claimed.map((row) => row.map(() => 1));
    expect(detect(detectUncentred, { params, right: zeros, claimed: ones })).toBeNull();
    expect(diagnose({ params, right: zeros, claimed: ones })[0]).toMatchObject({
      code: 'extra-term',
      evidence: 'hint',
    });
  });
});
