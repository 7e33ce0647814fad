import { describe, expect, it } from 'vitest';
import { deriveEntry } from '../../src/formula/derive-entry.js';
import { FormulaScope } from '../../src/formula/formula-scope.js';
import { parseFormula } from '../../src/formula/parse-formula.js';

const PARAMS = {
  x: 2,
  y: 3,
  w: [4, 5],
  A: [
    [1, 2],
    [3, 4],
  ],
  net: { a: 6, b: [7, 8] },
  v_0: 9,
};

function derive(text: string, ...keys: (string | number)[]): [text: string, value: number] | null {
  const scope = new FormulaScope(PARAMS, { d: [10, 20] });
  const derived = deriveEntry(parseFormula({ what: 'the loss', text }, scope), scope, keys);
  return derived && [derived.text, derived.evaluate()];
}

describe('deriveEntry', () => {
  it.each([
    ['x^2 + sin(x)', ['x'], '2 * x + cos(x)', 4 + Math.cos(2)],
    ['x^2 * y', ['y'], 'x ^ 2', 4],
    ['w[1] * w[2]^2', ['w', 1], '2 * w[1] * w[2]', 40],
    ['w[1] * w[2]^2', ['w', 0], 'w[2] ^ 2', 25],
    ['A[1, 2]^2 * x', ['A', 0, 1], '2 * x * A[1, 2]', 8],
    ['net.a^2 + net.b[2]', ['net', 'a'], '2 * net.a', 12],
    ['net.a * net.b[2]', ['net', 'b', 1], 'net.a', 6],
    ['x * v_0 * w[1]', ['w', 0], 'x * v_0', 18],
  ] as const)('%s by %j', (text, keys, formula, value) => {
    expect(derive(text, ...keys)).toEqual([formula, expect.closeTo(value, 12)]);
  });

  it('takes what does not hold the variable as it is', () => {
    expect(derive('x^2 * sum(w) + d[2] * x', 'x')![1]).toBeCloseTo(36 + 20, 12);
    expect(derive('x * dot(w, [1, 2])', 'x')).toEqual(['dot(w, [1, 2])', 14]);
    expect(derive('x * (y > 1 ? 2 : 3)', 'x')![1]).toBe(2);
    expect(derive('x^2', 'y')).toEqual(['0', 0]);
  });

  it.each([
    ['sum(w)', ['w', 0]],
    ['w[x] * w[1]', ['w', 0]],
    ['w[end]', ['w', 1]],
    ['A[1, :] * w', ['A', 0, 0]],
    ['gamma(x)', ['x']],
    ['x > 1 ? x : 0', ['x']],
    [Array.from({ length: 200 }, (_, i) => `x^${i}`).join(' + '), ['x']],
  ] as const)('has nothing to say on %s', (text, keys) => {
    expect(derive(text, ...keys)).toBeNull();
  });
});
