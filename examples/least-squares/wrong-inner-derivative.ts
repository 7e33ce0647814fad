/**
 * Least squares for the NIST problem Misra1a, y = b1·(1 − exp(−b2·x)): a slope that has to be right at b1 = 239 and at
 * b2 = 0.00055, far from the minimum and on it, where the gradient is zero.
 *
 * One line is wrong on purpose.
 */
import { misra1a } from './strd.js';

interface Params {
  b1: number;
  b2: number;
}

function loss({ b1, b2 }: Params): number {
  let sum = 0;
  for (const { x, y } of misra1a.observations) {
    const residual = y - b1 * (1 - Math.exp(-b2 * x));
    sum += residual ** 2;
  }
  return sum;
}

function gradient({ b1, b2 }: Params): Params {
  const result = { b1: 0, b2: 0 };
  for (const { x, y } of misra1a.observations) {
    const decay = Math.exp(-b2 * x);
    const residual = y - b1 * (1 - decay);
    result.b1 -= 2 * residual * (1 - decay);
    result.b2 -= 2 * residual * b1 * decay;
  }
  return result;
}

const { starts, certified } = misra1a;

export default [
  { name: 'Misra1a, start 1 (wrong)', params: starts[0], loss, gradient },
  { name: 'Misra1a, start 2 (wrong)', params: starts[1], loss, gradient },
  { name: 'Misra1a, certified (wrong)', params: certified.params, loss, gradient },
];
