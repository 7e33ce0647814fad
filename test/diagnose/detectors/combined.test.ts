import { describe, expect, it } from 'vitest';
import { detectCombined } from '../../../src/diagnose/detectors/combined.js';
import { detect, diagnose, matrix, vector, wordsOf } from '../evidence.js';

const transpose = (m: number[][]): number[][] => m[0].map((_, k) => m.map((row) => row[k]));
const mix = (a: number[][], b: number[][], f: (x: number, y: number) => number): number[][] =>
  a.map((row, i) => row.map((x, k) => f(x, b[i][k])));

describe('detectCombined', () => {
  const params = { S: matrix(4, 4, 1), b: vector(7, 2), g: vector(7, 3) };
  const right = { S: matrix(4, 4, 4), b: vector(7, 5), g: vector(7, 6) };
  const codes = (claimed: Partial<typeof right>): string[] =>
    diagnose({ params, right, claimed: { ...right, ...claimed } }).map(({ code, evidence }) => `${code} ${evidence}`);

  it('names both of two mistakes at once', () => {
    const turned = transpose(right.S);
    expect(codes({ S: turned.map((row) => row.map((n) => -n)) })).toEqual(['transposed strong', 'sign-flip strong']);
    expect(codes({ S: turned.map((row) => row.map((n) => n / 2)) })).toEqual(['transposed strong', 'scale strong']);
    expect(codes({ g: right.b.map((n) => -n) })).toEqual(['copied strong', 'sign-flip strong']);
    expect(codes({ b: right.b.map((_, i) => -(right.b[i + 1] ?? 0)) })).toEqual([
      'off-by-one strong',
      'sign-flip strong',
    ]);
  });

  it('finds a share that does not belong there', () => {
    expect(codes({ g: right.g.map((n, i) => n + right.b[i]) })).toEqual(['extra-term strong']);
    expect(codes({ b: right.b.map((n, i) => n + params.g[i]) })).toEqual(['extra-term strong']);
    expect(codes({ S: mix(right.S, transpose(right.S), (n, m) => n + m) })).toEqual(['extra-term strong']);
    expect(codes({ S: mix(right.S, transpose(params.S), (n, x) => n + 0.1 * x) })).toEqual(['extra-term strong']);
  });

  it('knows a gradient that was made symmetric', () => {
    const S = mix(right.S, transpose(right.S), (n, m) => (n + m) / 2);
    const found = detect(detectCombined, { params, right, claimed: { ...right, S } })!;
    expect(found.code).toBe('transposed');
    expect(wordsOf(found)).toContain('the mean of the right one and its transpose');
  });

  it.each([
    ['anything', { b: vector(7, 9) }],
    ['two shares of which one varies', { g: right.g.map((n, i) => n + (1 + i) * right.b[i]) }],
  ])('does not take %s for a mixture', (_, claimed) => {
    expect(detect(detectCombined, { params, right, claimed: { ...right, ...claimed } })).toBeNull();
  });
});
