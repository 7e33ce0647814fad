import { describe, expect, it } from 'vitest';
import { detectProcessed } from '../../../src/diagnose/detectors/processed.js';
import { detect, vector, wordsOf } from '../evidence.js';

describe('detectProcessed', () => {
  const params = vector(6, 1);
  const right = vector(6, 2);

  it.each([
    ['squared', (n: number) => n * n],
    ['reduced to their sign', Math.sign],
    ['replaced by their root', (n: number) => Math.sign(n) * Math.sqrt(Math.abs(n))],
  ])('finds numbers that are %s', (words, f) => {
    const found = detect(detectProcessed, { params, right, claimed: right.map(f) })!;
    expect(found.code).toBe('wrong-derivative');
    expect(wordsOf(found)).toContain(words);
  });

  it('does not take cubes for one of these', () => {
    expect(detect(detectProcessed, { params, right, claimed: right.map((n) => n ** 3) })).toBeNull();
  });
});
