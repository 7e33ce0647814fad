import { describe, expect, it } from 'vitest';
import { detectReorderedBesideTerm } from '../../../src/diagnose/detectors/reordered-beside-term.js';
import { change, detect, matrix, wordsOf } from '../evidence.js';

const LAMBDA = 0.03;

describe('detectReorderedBesideTerm', () => {
  const params = matrix(4, 4, 1);
  const data = matrix(4, 4, 2);
  /** The gradient of the data in an order, and that of the penalty in its place. */
  const beside = (order: (i: number, k: number) => [number, number]): number[][] =>
    params.map((row, i) => row.map((x, k) => data[order(i, k)[0]][order(i, k)[1]] + LAMBDA * x));
  const right = beside((i, k) => [i, k]);

  it.each([
    ['transposed', beside((i, k) => [k, i]), 'transposed'],
    ['reversed rows', beside((i, k) => [3 - i, k]), 'permuted'],
    ['two columns exchanged', beside((i, k) => [i, k === 1 ? 3 : k === 3 ? 1 : k]), 'permuted'],
    ['shifted rows', beside((i, k) => [(i + 1) % 4, k]), 'off-by-one'],
  ])('finds %s, and the penalty', (_, claimed, code) => {
    const found = detect(detectReorderedBesideTerm, { params, right, claimed })!;
    expect(found.code).toBe(code);
    expect(wordsOf(found)).toContain('λ = 0.03');
  });

  it.each([
    ['an order without a penalty', right[0].map((_, i) => right.map((row) => row[i]))],
    ['a scaled one', change(right, (n) => 1.1 * n)],
    ['numbers of chance', matrix(4, 4, 9)],
  ])('does not take %s for it', (_, claimed) => {
    expect(detect(detectReorderedBesideTerm, { params, right, claimed })).toBeNull();
  });
});
