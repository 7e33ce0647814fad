import { describe, expect, it } from 'vitest';
import { detectZeroGradient } from '../../../src/diagnose/detectors/zero-gradient.js';
import { change, detect, diagnose, matrix, vector, wordsOf } from '../evidence.js';

describe('detectZeroGradient', () => {
  const params = { W: matrix(4, 3, 1), b: vector(3, 2) };
  const right = { W: matrix(4, 3, 3), b: vector(3, 4) };

  it('finds a block that is 0', () => {
    const found = detect(detectZeroGradient, { params, right, claimed: { ...right, b: [0, 0, 0] } });
    expect(found).toMatchObject({ code: 'zero-gradient', key: 'zero block', support: { entries: 3 } });
    expect(wordsOf(found!)).toContain('b is given a gradient of 0, but the loss depends on it');
  });

  it('finds rows that are 0, and says which', () => {
    const W = right.W.map((row, r) => (r < 3 ? row : [0, -0, 0]));
    const found = detect(detectZeroGradient, { params, right, claimed: { ...right, W } });
    expect(wordsOf(found!)).toMatch(/0 in the last row of W, where the loss does change: .* a loop that ends early/);
  });

  it('gathers blocks in one diagnosis', () => {
    const [found, ...others] = diagnose({ params, right, claimed: change(right, () => 0) });
    expect(found).toMatchObject({ code: 'zero-gradient', path: 'W', evidence: 'strong' });
    expect(found.message).toContain('W and b are given a gradient of 0');
    expect(others).toEqual([]);
  });

  it.each([
    ['tiny numbers', (n: number) => 1e-12 * n],
    ['a block with one wrong entry that is not 0', (_: number, i: number) => (i === 2 ? 0.1 : 0)],
  ])('does not take %s for it', (_, mistake) => {
    expect(detect(detectZeroGradient, { params, right, claimed: change(right, mistake) })).toBeNull();
  });
});
