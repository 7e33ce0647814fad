import { describe, expect, it } from 'vitest';
import { detectRunningSum } from '../../../src/diagnose/detectors/running-sum.js';
import { detect, matrix, vector, wordsOf } from '../evidence.js';

const runningSum = (values: readonly number[]): number[] => {
  let sum = 0;
  return values.map((value) => (sum += value));
};

describe('detectRunningSum', () => {
  const params = { W: matrix(3, 4, 1), b: vector(5, 2) };
  const right = { W: matrix(3, 4, 3), b: vector(5, 4) };

  it.each([
    ['a vector', { b: runningSum(right.b) }, 'all before it'],
    ['a vector, from the end', { b: runningSum(right.b.slice().reverse()).reverse() }, 'all behind it'],
    ['rows', { W: right.W.map(runningSum) }, 'all before it'],
  ])('finds the running sums of %s', (_, claimed, words) => {
    const found = detect(detectRunningSum, { params, right, claimed: { ...right, ...claimed } })!;
    expect(found.code).toBe('accumulated');
    expect(wordsOf(found)).toContain(words);
  });

  it('does not take one that is set back in the middle for it', () => {
    const b = [...runningSum(right.b.slice(0, 3)), ...runningSum(right.b.slice(3))];
    expect(detect(detectRunningSum, { params, right, claimed: { ...right, b } })).toBeNull();
  });
});
