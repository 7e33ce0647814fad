/**
 * Least squares for the NIST problem MGH09, y = b1·(x² + b2·x) / (x² + b3·x + b4): the quotient rule by hand, from a
 * start more than a hundred times too large to the minimum, where the gradient is zero.
 */
import { mgh09 } from './strd.js';

interface Params {
  b1: number;
  b2: number;
  b3: number;
  b4: number;
}

function loss({ b1, b2, b3, b4 }: Params): number {
  let sum = 0;
  for (const { x, y } of mgh09.observations) {
    const residual = y - (b1 * (x ** 2 + b2 * x)) / (x ** 2 + b3 * x + b4);
    sum += residual ** 2;
  }
  return sum;
}

function gradient({ b1, b2, b3, b4 }: Params): Params {
  const result = { b1: 0, b2: 0, b3: 0, b4: 0 };
  for (const { x, y } of mgh09.observations) {
    const numerator = x ** 2 + b2 * x;
    const denominator = x ** 2 + b3 * x + b4;
    const residual = y - (b1 * numerator) / denominator;
    result.b1 -= (2 * residual * numerator) / denominator;
    result.b2 -= (2 * residual * b1 * x) / denominator;
    result.b3 += (2 * residual * b1 * numerator * x) / denominator ** 2;
    result.b4 += (2 * residual * b1 * numerator) / denominator ** 2;
  }
  return result;
}

const { starts, certified } = mgh09;

export default [
  { name: 'MGH09, start 1', params: starts[0], loss, gradient },
  { name: 'MGH09, start 2', params: starts[1], loss, gradient },
  { name: 'MGH09, certified', params: certified.params, loss, gradient },
];
