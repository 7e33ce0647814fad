import { describe, expect, it } from 'vitest';
import { detectOffByOne } from '../../../src/diagnose/detectors/off-by-one.js';
import { change, detect, diagnose, matrix, vector, wordsOf } from '../evidence.js';

describe('detectOffByOne', () => {
  const params = vector(8, 1);
  const right = vector(8, 2);

  it.each([
    ['wrapped', (i: number) => right[(i + 1) % 8]],
    ['ending in 0', (i: number) => right[i + 1] ?? 0],
    ['ending in the last', (i: number) => right[Math.min(7, i + 1)]],
  ])('finds a vector shifted by one, %s', (_, at) => {
    const found = detect(detectOffByOne, { params, right, claimed: right.map((_, i) => at(i)) });
    expect(found).toMatchObject({ code: 'off-by-one', support: { entries: 7 } });
    expect(wordsOf(found!)).toContain('shifted by one place: what belongs to an entry stands before it');
  });

  it('finds columns of a matrix shifted the other way', () => {
    const truth = matrix(3, 5, 3);
    const claimed = truth.map((row) => [0, ...row.slice(0, -1)]);
    const found = detect(detectOffByOne, { params: matrix(3, 5, 1), right: truth, claimed });
    expect(wordsOf(found!)).toContain('shifted by one column: what belongs to an entry stands behind it');
  });

  it('needs two entries that agree', () => {
    const [found] = diagnose({ params: [1, 2], right: [0.3, 0.7], claimed: [0.7, 0] });
    expect(found.code).not.toBe('off-by-one');
  });

  it.each([
    ['reversed', (i: number) => right[7 - i]],
    ['shifted by three', (i: number) => right[(i + 3) % 8]],
    ['shifted but for one in the middle', (i: number) => (i === 4 ? 0.5 : right[(i + 1) % 8])],
  ])('does not take a vector %s for it', (_, at) => {
    expect(detect(detectOffByOne, { params, right, claimed: right.map((_, i) => at(i)) })).toBeNull();
  });

  it('does not take a scaled one for it', () => {
    expect(detect(detectOffByOne, { params, right, claimed: change(right, (n) => 1.1 * n) })).toBeNull();
  });
});
