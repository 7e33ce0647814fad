import { describe, expect, it } from 'vitest';
import { detectReversed } from '../../../src/diagnose/detectors/reversed.js';
import { detect, diagnose, matrix, vector, wordsOf } from '../evidence.js';

describe('detectReversed', () => {
  const params = vector(7, 1);
  const right = vector(7, 2);

  it('finds a vector backwards; the middle stays', () => {
    const found = detect(detectReversed, { params, right, claimed: right.slice().reverse() });
    expect(found).toMatchObject({ code: 'permuted', support: { entries: 6 } });
    expect(wordsOf(found!)).toContain('in reverse order');
  });

  it('finds a kernel flipped along one axis or both', () => {
    const truth = matrix(3, 3, 3);
    const kernel = { params: matrix(3, 3, 1), right: truth };
    const rows = detect(detectReversed, { ...kernel, claimed: truth.slice().reverse() });
    expect(wordsOf(rows!)).toContain('along axis 0');
    const both = detect(detectReversed, { ...kernel, claimed: truth.map((row) => row.slice().reverse()).reverse() });
    expect(wordsOf(both!)).toContain('along all axes');
  });

  it('says that a sign may explain an antisymmetric gradient as well', () => {
    const truth = [0.3, 0.7, -0.7, -0.3];
    const [found] = diagnose({ params: vector(4, 3), right: truth, claimed: truth.map((n) => -n) });
    expect(found).toMatchObject({ evidence: 'hint' });
    expect(found.message).toContain('the numbers fit sign-flip as well');
  });

  it.each([
    ['a rotated vector', right.map((_, i) => right[(i + 2) % 7])],
    ['a reversed and scaled one', right.map((_, i) => 2 * right[6 - i])],
  ])('does not take %s for it', (_, claimed) => {
    expect(detect(detectReversed, { params, right, claimed })).toBeNull();
  });
});
