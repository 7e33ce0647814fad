import { describe, expect, it } from 'vitest';
import { detectRounded } from '../../../src/diagnose/detectors/rounded.js';
import { detect, diagnose, vector, wordsOf } from '../evidence.js';

/** To so many binary digits, to nearest. */
function toDigits(value: number, digits: number): number {
  const unit = 2 ** (Math.floor(Math.log2(Math.abs(value))) - digits + 1);
  return Math.round(value / unit) * unit;
}

describe('detectRounded', () => {
  const params = vector(8, 1);
  const right = vector(8, 2).map((n) => 5 * n);

  it.each([
    ['cut', Math.trunc],
    ['rounded', Math.round],
    ['rounded down', Math.floor],
  ])('finds whole numbers, %s', (how, round) => {
    const [found] = diagnose({ params, right, claimed: right.map(round) });
    expect(found).toMatchObject({ code: 'unknown', evidence: 'strong' });
    expect(found.message).toContain(`the digits behind the point, which are ${how}`);
  });

  it.each([
    ['float16', 11],
    ['bfloat16', 8],
  ])('finds %s', (name, digits) => {
    const found = detect(detectRounded, { params, right, claimed: right.map((n) => toDigits(n, digits)) });
    expect(wordsOf(found!)).toContain(`right to ${digits} binary digits`);
    expect(wordsOf(found!)).toContain(name);
  });

  it('finds entries clipped by value', () => {
    const claimed = right.map((n) => Math.min(1, Math.max(-1, n)));
    const found = detect(detectRounded, { params, right, claimed });
    expect(wordsOf(found!)).toContain('right up to ±1 and cut off there');
  });

  it.each([
    ['whole numbers that are others', right.map((n) => Math.trunc(n) + 1)],
    ['short numbers that are others', right.map((n) => toDigits(1.05 * n, 11))],
    ['cut off in the wrong places', right.map((n) => (n > 0 ? 1 : n))],
    ['scaled', right.map((n) => 1.001 * n)],
  ])('does not take %s for it', (_, claimed) => {
    expect(detect(detectRounded, { params, right, claimed })).toBeNull();
  });
});
