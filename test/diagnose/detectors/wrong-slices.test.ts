import { describe, expect, it } from 'vitest';
import { detectWrongSlices } from '../../../src/diagnose/detectors/wrong-slices.js';
import { change, detect, matrix, wordsOf } from '../evidence.js';

describe('detectWrongSlices', () => {
  const params = matrix(6, 4, 1);
  const right = matrix(6, 4, 2);
  const spoil = (rows: readonly number[], f: (n: number, i: number) => number) => ({
    params,
    right,
    claimed: change(right, (n, i) => (rows.includes(Math.floor(i / 4)) ? f(n, i) : n)),
  });

  it('finds the last row alone', () => {
    const found = detect(
      detectWrongSlices,
      spoil([5], (n, i) => n + 0.1 * Math.sin(i + 1)),
    );
    expect(found).toMatchObject({ code: 'off-by-one', trait: 'hint' });
    expect(wordsOf(found!)).toContain('only the last row of params is wrong');
  });

  it('finds one factor at the edges', () => {
    const found = detect(
      detectWrongSlices,
      spoil([0, 5], (n) => (2 / 3) * n),
    );
    expect(found).toMatchObject({ code: 'scale', trait: 'hint' });
    expect(wordsOf(found!)).toContain('by the factor 0.666667 throughout');
  });

  it('finds rows of a table that are used more than once', () => {
    const used = change(right, (n, i) => (Math.floor(i / 4) === 4 ? 0 : n));
    const claimed = change(used, (n, i) => (Math.floor(i / 4) === 1 ? n - 0.2 * Math.cos(i) : n));
    const found = detect(detectWrongSlices, { params, right: used, claimed });
    expect(found).toMatchObject({ code: 'overwritten', trait: 'hint' });
    expect(wordsOf(found!)).toContain('only row 1 of params is wrong');
  });

  it('says nothing of a row in the middle where all rows are used', () => {
    expect(
      detect(
        detectWrongSlices,
        spoil([2], (n, i) => n + 0.1 * Math.sin(i + 1)),
      ),
    ).toBeNull();
  });

  it('says nothing of single entries', () => {
    expect(
      detect(detectWrongSlices, { params, right, claimed: change(right, (n, i) => (i === 22 ? 2 * n : n)) }),
    ).toBeNull();
  });
});
