import { describe, expect, it } from 'vitest';
import { detectReBroadcast } from '../../../src/diagnose/detectors/re-broadcast.js';
import { detect, matrix, vector, wordsOf } from '../evidence.js';

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe('detectReBroadcast', () => {
  const params = { W: matrix(3, 4, 1), b: vector(5, 2) };
  const right = { W: matrix(3, 4, 3), b: vector(5, 4) };

  it('finds a vector that is its sum throughout', () => {
    const b = right.b.map(() => sum(right.b));
    const found = detect(detectReBroadcast, { params, right, claimed: { ...right, b } });
    expect(found).toMatchObject({ code: 'broadcast', support: { entries: 5 } });
    expect(wordsOf(found!)).toContain('the same number throughout all its entries, the sum');
  });

  it('finds rows that are their means', () => {
    const W = right.W.map((row) => row.map(() => sum(row) / 4));
    expect(wordsOf(detect(detectReBroadcast, { params, right, claimed: { ...right, W } })!)).toContain(
      'throughout each row, the mean',
    );
  });

  it.each([
    ['another constant', right.b.map(() => 1.01 * sum(right.b))],
    ['all but one', right.b.map((n, i) => (i === 2 ? n : sum(right.b)))],
  ])('does not take %s for it', (_, b) => {
    expect(detect(detectReBroadcast, { params, right, claimed: { ...right, b } })).toBeNull();
  });
});
