import { describe, expect, it } from 'vitest';
import { detectSignFlip } from '../../../src/diagnose/detectors/sign-flip.js';
import { change, detect, matrix, vector } from '../evidence.js';

describe('detectSignFlip', () => {
  const params = { W: matrix(3, 4, 1) };
  const right = { W: matrix(3, 4, 2) };

  it('finds a = −n', () => {
    const found = detect(detectSignFlip, { params, right, claimed: change(right, (n) => -n) });
    expect(found).toMatchObject({ code: 'sign-flip', support: { entries: 12 } });
  });

  it('takes entries that are zero on both sides along', () => {
    const sparse = change(right, (n, i) => (i % 3 ? n : 0));
    expect(detect(detectSignFlip, { params, right: sparse, claimed: change(sparse, (n) => -n) })).toMatchObject({
      support: { entries: 8 },
    });
  });

  it.each([
    ['another factor', (n: number) => -1.001 * n],
    ['one entry of the right sign', (n: number, i: number) => (i === 5 ? n : -n)],
    ['an offset', (n: number) => -n + 1e-3],
  ])('does not take %s for it', (_, mistake) => {
    expect(detect(detectSignFlip, { params, right, claimed: change(right, mistake) })).toBeNull();
  });

  it('is not fooled by coarse bounds, which fit much', () => {
    const small = { w: vector(3, 3) };
    const claimed = change(small, (n) => -1.3 * n);
    expect(detect(detectSignFlip, { params: small, right: small, claimed, bound: 0.05 })).toBeNull();
  });
});
