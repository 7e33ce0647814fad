import { describe, expect, it } from 'vitest';
import { diagnose, vector } from '../evidence.js';

describe('detectNonFinite', () => {
  const params = { a: [0.5, 0, 2], b: 1 };
  const right = { a: [1, 2, 3], b: 4 };

  it('tells NaN from infinity, and the value at which it happens', () => {
    const [nan] = diagnose({ params, right, claimed: { a: [1, NaN, 3], b: 4 } });
    expect(nan).toMatchObject({ code: 'non-finite', path: 'a', evidence: 'strong' });
    expect(nan.message).toMatch(/^the gradient is NaN in a\[1\], where the parameter is 0: look for 0\/0/);
    const [infinite] = diagnose({ params, right, claimed: { a: [Infinity, -Infinity, 3], b: 4 } });
    expect(infinite.message).toMatch(/^the gradient is infinite in a\[0\] and a\[1\]: look for a division by 0/);
  });

  it('leaves the other entries to the other detectors', () => {
    const truth = { a: vector(6, 1) };
    const claimed = { a: truth.a.map((n, i) => (i === 4 ? NaN : -n)) };
    const codes = diagnose({ params: { a: vector(6, 2) }, right: truth, claimed }).map(({ code }) => code);
    expect(codes).toEqual(['non-finite', 'sign-flip']);
  });

  it('is silent about numbers', () => {
    expect(diagnose({ params, right, claimed: right })).toEqual([]);
  });
});
