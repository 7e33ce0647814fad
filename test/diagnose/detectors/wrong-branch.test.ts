import { describe, expect, it } from 'vitest';
import { detectWrongBranch } from '../../../src/diagnose/detectors/wrong-branch.js';
import { detect, vector, wordsOf } from '../evidence.js';

describe('detectWrongBranch', () => {
  const params = [0.4, -1.2, 0.7, -0.3, 1.9, -0.8, 0.2, -0.1];
  const right = vector(8, 2);

  it('finds entries that are wrong exactly where the parameter is negative', () => {
    const claimed = right.map((n, i) => (params[i] < 0 ? n + 0.2 * Math.sin(i) : n));
    const found = detect(detectWrongBranch, { params, right, claimed });
    expect(found).toMatchObject({ code: 'wrong-derivative', trait: 'hint' });
    expect(wordsOf(found!)).toContain('exactly where params is negative');
  });

  it.each([
    ['one of them right', (i: number) => params[i] < 0 && i !== 3],
    ['one of the others wrong', (i: number) => params[i] < 0 || i === 4],
    ['few', (i: number) => i === 1],
  ])('does not take %s for it', (_, isWrong) => {
    const claimed = right.map((n, i) => (isWrong(i) ? n + 0.2 * Math.sin(i) : n));
    expect(detect(detectWrongBranch, { params, right, claimed })).toBeNull();
  });
});
