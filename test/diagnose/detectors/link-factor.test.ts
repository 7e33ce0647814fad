import { describe, expect, it } from 'vitest';
import { detectLinkFactor } from '../../../src/diagnose/detectors/link-factor.js';
import { change, detect, diagnose, vector, wordsOf } from '../evidence.js';

describe('detectLinkFactor', () => {
  const params = { s: [0.3, 1.7, 0.9, 2.2] };
  const right = { s: vector(4, 2) };
  const claim = (factor: (x: number) => number) => ({
    params,
    right,
    claimed: change(right, (n, i) => n * factor(params.s[i])),
  });

  it.each([
    ['exp(s)', 'short of', (x: number) => Math.exp(-x)],
    ['1/s', 'short of', (x: number) => x],
    ['s', 'short of', (x: number) => 1 / x],
    ['2·s', 'short of', (x: number) => 1 / (2 * x)],
    ['1 − tanh²(s)', 'short of', (x: number) => Math.cosh(x) ** 2],
    ['σ(s)(1 − σ(s))', 'short of', (x: number) => 2 + Math.exp(x) + Math.exp(-x)],
    ['exp(s)', 'has the factor', (x: number) => Math.exp(x)],
  ])('names the factor %s (%s)', (factor, words, f) => {
    const found = detect(detectLinkFactor, claim(f));
    expect(found).toMatchObject({ code: 'missing-factor', support: { entries: 4 } });
    expect(wordsOf(found!)).toContain(`the factor ${factor}`);
    expect(wordsOf(found!)).toContain(words);
  });

  it.each([
    ['a scaled exponential', (x: number) => 1.01 * Math.exp(-x)],
    ['exp(2s)', (x: number) => Math.exp(2 * x)],
    ['s + 1', (x: number) => x + 1],
  ])('does not take %s for it', (_, f) => {
    expect(detect(detectLinkFactor, claim(f))).toBeNull();
  });

  it('wants three entries', () => {
    const [found] = diagnose({ params: { s: [0.3, 1.7] }, right: { s: [0.4, 0.8] }, claimed: { s: [0.12, 1.36] } });
    expect(found.code).toBe('unknown');
  });

  it('leaves a constant factor to the scale where all values are equal', () => {
    const truth = { s: vector(4, 3) };
    const [found] = diagnose({ params: { s: [2, 2, 2, 2] }, right: truth, claimed: change(truth, (n) => 2 * n) });
    expect(found).toMatchObject({ code: 'scale', evidence: 'strong' });
  });
});
