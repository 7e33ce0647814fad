import { describe, expect, it } from 'vitest';
import { OPERATIONS, UNARY_NAMES, type BinaryOperation, type UnaryOperation } from '../../src/autodiff/operations.js';

const byName = (name: string) => OPERATIONS.find((operation) => operation.name === name)!;

/** Central difference with one Richardson step: error O(h⁴). */
function derivative(f: (x: number) => number, x: number): number {
  const h = 2 ** -11 * (Math.abs(x) || 0.25);
  const at = (step: number) => (f(x + step) - f(x - step)) / (2 * step);
  return (4 * at(h / 2) - at(h)) / 3;
}

const DOMAINS: Record<string, number[]> = {
  acos: [-0.95, -0.3, 0, 0.4, 0.9],
  acosh: [1.05, 1.5, 4, 100],
  asin: [-0.95, -0.3, 0, 0.4, 0.9],
  atanh: [-0.95, -0.3, 0, 0.4, 0.9],
  log: [1e-3, 0.5, 1, 20],
  log10: [1e-3, 0.5, 1, 20],
  log1p: [-0.9, -0.1, 0, 3],
  log2: [1e-3, 0.5, 1, 20],
  sqrt: [1e-3, 0.5, 1, 20],
  cbrt: [-8, -0.1, 0.1, 27],
  abs: [-3, -1e-2, 1e-2, 7],
};
const ANYWHERE = [-2.5, -0.7, 0.1, 0.9, 3];

describe('operations of one number', () => {
  for (const name of ['neg', ...UNARY_NAMES]) {
    const { value, slope, curve } = byName(name) as UnaryOperation;
    it(`${name} has the derivatives that differences show`, () => {
      // Rounding to float32 is a staircase: its derivative is that of the identity, by choice.
      if (name === 'fround') return expect([slope(0.1, 0.1), curve(0.1, 0.1)]).toEqual([1, 0]);
      for (const x of DOMAINS[name] ?? ANYWHERE) {
        const expected = derivative(value, x);
        expect(Math.abs(slope(x, value(x)) - expected)).toBeLessThan(1e-8 * Math.max(1, Math.abs(expected)));
        const second = derivative((t) => slope(t, value(t)), x);
        expect(Math.abs(curve(x, value(x)) - second)).toBeLessThan(1e-7 * Math.max(1, Math.abs(second)));
      }
    });
  }

  it('knows closed forms', () => {
    const slopeAt = (name: string, x: number) => {
      const { value, slope } = byName(name) as UnaryOperation;
      return slope(x, value(x));
    };
    expect(slopeAt('exp', 1)).toBe(Math.E);
    expect(slopeAt('log', 4)).toBe(0.25);
    expect(slopeAt('sqrt', 4)).toBe(0.25);
    expect(slopeAt('cbrt', 8)).toBeCloseTo(1 / 12, 15);
    expect(slopeAt('tanh', 0)).toBe(1);
    expect(slopeAt('atan', 1)).toBe(0.5);
    expect(slopeAt('log2', 1)).toBe(Math.LOG2E);
    expect(slopeAt('sin', 0)).toBe(1);
    expect(slopeAt('expm1', 0)).toBe(1);
  });

  it('keeps small differences: 1 − tanh² far out', () => {
    const { value, slope } = byName('tanh') as UnaryOperation;
    // 1 − tanh²(18) = 4e⁻³⁶ to leading order; (1 − y)(1 + y) is 0 or a multiple of the rounding of y.
    expect(slope(8, value(8))).toBeCloseTo(4 * Math.exp(-16), 12);
  });

  it('takes the documented subgradients', () => {
    const abs = byName('abs') as UnaryOperation;
    expect(abs.slope(0, 0)).toBe(0);
    const sqrt = byName('sqrt') as UnaryOperation;
    expect(sqrt.slope(0, 0)).toBe(Infinity);
  });
});

describe('operations of two numbers', () => {
  const PAIRS: Record<string, [number, number][]> = {
    '+': [[1, 2]],
    '-': [[1, 2]],
    '*': [[3, -2]],
    '/': [
      [3, -2],
      [-0.1, 7],
    ],
    '%': [
      [7.3, 2],
      [-7.3, 2],
      [7.3, -2.5],
    ],
    '**': [
      [2, 3],
      [0.3, -1.5],
      [4, 0.5],
      [1.7, 2],
      [0.5, 1],
    ],
    atan2: [
      [1, 2],
      [-1, -2],
      [3, -0.5],
    ],
    hypot: [
      [3, 4],
      [-1, 0.2],
    ],
    max: [
      [1, 2],
      [2, 1],
    ],
    min: [
      [1, 2],
      [2, 1],
    ],
  };
  for (const [name, pairs] of Object.entries(PAIRS)) {
    const { value, left, right, curves } = byName(name) as BinaryOperation;
    it(`${name} has the derivatives that differences show`, () => {
      for (const [a, b] of pairs) {
        const y = value(a, b);
        const close = (found: number, expected: number) =>
          expect(Math.abs(found - expected), `${name}(${a}, ${b})`).toBeLessThan(
            1e-7 * Math.max(1, Math.abs(expected)),
          );
        close(
          left(a, b, y),
          derivative((t) => value(t, b), a),
        );
        close(
          right(a, b, y),
          derivative((t) => value(a, t), b),
        );
        const [aa, ab, bb] = curves(a, b, y);
        close(
          aa,
          derivative((t) => left(t, b, value(t, b)), a),
        );
        close(
          ab,
          derivative((t) => left(a, t, value(a, t)), b),
        );
        close(
          ab,
          derivative((t) => right(t, b, value(t, b)), a),
        );
        close(
          bb,
          derivative((t) => right(a, t, value(a, t)), b),
        );
      }
    });
  }

  it('has powers at the edge of their domain', () => {
    const { value, left, right } = byName('**') as BinaryOperation;
    expect(left(0, 2, 0)).toBe(0);
    expect(left(0, 1, 0)).toBe(1);
    expect(left(0, 0, 1)).toBe(0);
    expect(right(0, 2, 0)).toBe(0);
    expect(left(-2, 3, value(-2, 3))).toBe(12);
    expect(right(-2, 3, -8)).toBeNaN();
  });
});
