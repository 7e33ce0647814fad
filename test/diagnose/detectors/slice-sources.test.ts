import { describe, expect, it } from 'vitest';
import { detectSliceSources } from '../../../src/diagnose/detectors/slice-sources.js';
import { detect, matrix, wordsOf } from '../evidence.js';

describe('detectSliceSources', () => {
  const params = matrix(5, 4, 1);
  const right = matrix(5, 4, 2);
  const rows = (...order: number[]): number[][] => order.map((k) => right[k]);
  const columns = (...order: number[]): number[][] => right.map((row) => order.map((k) => row[k]));

  it.each([
    ['a row copied', rows(0, 1, 1, 3, 4), 'copied', 'row 2 holds what belongs to row 1'],
    ['a column copied everywhere', columns(0, 0, 0, 0), 'copied', 'every column but the first'],
    ['two rows exchanged', rows(0, 3, 2, 1, 4), 'permuted', 'rows 1, 3'],
    ['all rows moved by three', rows(3, 4, 0, 1, 2), 'off-by-one', 'an index is off'],
  ])('finds %s', (_, claimed, code, words) => {
    const found = detect(detectSliceSources, { params, right, claimed })!;
    expect(found.code).toBe(code);
    expect(wordsOf(found)).toContain(words);
  });

  it('does not take a row that holds nothing of another for it, nor one that is 0 as another is', () => {
    expect(detect(detectSliceSources, { params, right, claimed: [...rows(0, 1, 2, 3), [1, 2, 3, 4]] })).toBeNull();
    const silent = right.map((row, k) => (k === 3 ? row.map(() => 0) : row));
    const unfilled = silent.map((row, k) => (k === 1 ? row.map(() => 0) : row));
    expect(detect(detectSliceSources, { params, right: silent, claimed: unfilled })).toBeNull();
  });
});
