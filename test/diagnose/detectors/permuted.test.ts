import { describe, expect, it } from 'vitest';
import { detectPermuted } from '../../../src/diagnose/detectors/permuted.js';
import { detect, diagnose, vector, wordsOf } from '../evidence.js';

describe('detectPermuted', () => {
  const params = vector(9, 1);
  const right = vector(9, 2);
  const order = [3, 1, 7, 0, 8, 2, 6, 5, 4];

  it('finds the same numbers in another order', () => {
    const found = detect(detectPermuted, { params, right, claimed: order.map((k) => right[k]) });
    expect(found).toMatchObject({ code: 'permuted', support: { entries: 7 } });
  });

  it('names two that are swapped', () => {
    const claimed = right.slice();
    [claimed[2], claimed[6]] = [right[6], right[2]];
    const [found] = diagnose({ params, right, claimed });
    expect(found).toMatchObject({ code: 'permuted', evidence: 'hint' });
    expect(found.message).toContain("params[2] and params[6] hold each other's gradient");
  });

  it.each([
    ['an order with one number twice', order.map((k, i) => right[i === 3 ? order[4] : k])],
    ['an order with a number off by 1e-3', order.map((k, i) => right[k] + (i === 2 ? 1e-3 : 0))],
    ['numbers of other signs', order.map((k) => -right[k])],
  ])('does not take %s for it', (_, claimed) => {
    expect(detect(detectPermuted, { params, right, claimed })).toBeNull();
  });

  it('does not believe coarse bounds, into which some order of many numbers fits', () => {
    const many = vector(200, 3);
    const claimed = vector(200, 4);
    const [found] = diagnose({ params: vector(200, 5), right: many, claimed, bound: 0.02 });
    expect(found.code).toBe('unknown');
  });

  it('says when the words fit', () => {
    const found = detect(detectPermuted, { params, right, claimed: order.map((k) => right[k]) });
    expect(wordsOf(found!)).toContain('in another order');
  });
});
