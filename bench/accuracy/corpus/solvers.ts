import { sumOfSquares } from '../arithmetic/algebra.js';
import type { Formula } from '../arithmetic/field.js';
import type { Case } from './case.js';

/**
 * Losses of the result of an inner iteration that stops at a tolerance. The formula has the exact result (closed form,
 * or Newton's iteration run to the end); the loss has the iteration as users write it.
 */
function solver(name: string, point: number[], formula: Formula, loss: (x: Float64Array) => number): Case {
  return { name, family: 'inner solver', point, formula, loss: () => loss, jitter: 0.02 };
}

/** So coarse that its own derivative is off by more than the rule lets pass: users must declare the accuracy. */
function declared(lossAccuracy: number, test: Case): Case {
  return { ...test, name: `${test.name}, declared`, lossAccuracy };
}

const TOLERANCE = 1e-8;

/** y = cos(x·y) by Newton's iteration. */
const cosineFormula: Formula = (f, [x, z]) => {
  let y = f.of(0.7);
  for (let k = 0; k < 9; k++) {
    const residual = f.sub(y, f.cos(f.mul(x, y)));
    y = f.sub(y, f.div(residual, f.add(1, f.mul(x, f.sin(f.mul(x, y))))));
  }
  return f.add(f.square(y), f.mul(y, z));
};

/** The same by y ← cos(x·y) until it moves less than the tolerance. */
function cosineLoss(tolerance: number): (x: Float64Array) => number {
  return ([x, z]) => {
    let y = 0.7;
    for (let k = 0; k < 10_000; k++) {
      const next = Math.cos(x * y);
      const isDone = Math.abs(next - y) < tolerance;
      y = next;
      if (isDone) break;
    }
    return y * y + y * z;
  };
}

/** The solution of [[4, a], [b, 3]] u = (1, c), then |u|². */
const linearFormula: Formula = (f, [a, b, c]) => {
  const determinant = f.sub(12, f.mul(a, b));
  return sumOfSquares(f, [f.div(f.sub(3, f.mul(a, c)), determinant), f.div(f.sub(f.mul(4, c), b), determinant)]);
};

function jacobiLoss([a, b, c]: Float64Array, tolerance = TOLERANCE): number {
  let [u, v] = [0, 0];
  for (let k = 0; k < 10_000; k++) {
    const next = [(1 - a * v) / 4, (c - b * u) / 3];
    const change = Math.max(Math.abs(next[0] - u), Math.abs(next[1] - v));
    [u, v] = next;
    if (change < tolerance) break;
  }
  return u * u + v * v;
}

/** Largest eigenvalue of [[a, b], [b, c]]. */
const eigenvalueFormula: Formula = (f, [a, b, c]) => {
  const radius = f.sqrt(f.add(f.square(f.div(f.sub(a, c), 2)), f.square(b)));
  return f.add(f.div(f.add(a, c), 2), radius);
};

function powerIterationLoss([a, b, c]: Float64Array): number {
  let [u, v] = [1, 0.3];
  let eigenvalue = 0;
  for (let k = 0; k < 10_000; k++) {
    const [p, q] = [a * u + b * v, b * u + c * v];
    const next = (p * u + q * v) / (u * u + v * v);
    const length = Math.hypot(p, q);
    [u, v] = [p / length, q / length];
    if (Math.abs(next - eigenvalue) < 1e-10) return next;
    eigenvalue = next;
  }
  return eigenvalue;
}

/** (s − t)² + e^t/10 for the s that minimises (s − a)² + λ s²: s = a/(1 + λ). */
const bilevelFormula: Formula = (f, [a, strength, t]) =>
  f.add(f.square(f.sub(f.div(a, f.add(1, strength)), t)), f.mul(0.1, f.exp(t)));

function bilevelLoss([a, strength, t]: Float64Array, tolerance = TOLERANCE): number {
  let s = 0;
  for (let k = 0; k < 10_000; k++) {
    const gradient = 2 * (s - a) + 2 * strength * s;
    s -= 0.2 * gradient;
    if (Math.abs(gradient) < tolerance) break;
  }
  return (s - t) ** 2 + 0.1 * Math.exp(t);
}

/** ∛a · b. */
const cubeRootFormula: Formula = (f, [a, b]) => f.mul(f.exp(f.div(f.log(a), 3)), b);

/** ∛a by bisection: a staircase with steps of the tolerance. */
function bisectionLoss(tolerance: number): (x: Float64Array) => number {
  return ([a, b]) => {
    let [low, high] = [0, 4];
    while (high - low > tolerance) {
      const middle = (low + high) / 2;
      if (middle ** 3 < a) low = middle;
      else high = middle;
    }
    return ((low + high) / 2) * b;
  };
}

/** √a by Newton's iteration, stopped at the tolerance: converges quadratically, so what is left is far below it. */
function newtonLoss([a, b]: Float64Array): number {
  let root = 1;
  for (let k = 0; k < 100; k++) {
    const next = (root + a / root) / 2;
    const isDone = Math.abs(next - root) < TOLERANCE;
    root = next;
    if (isDone) break;
  }
  return root * b;
}

export const solvers: readonly Case[] = [
  ...[1e-12, 1e-8].map((tolerance) =>
    solver(`fixed point, tolerance ${tolerance}`, [0.8, 0.3], cosineFormula, cosineLoss(tolerance)),
  ),
  declared(1e-6, solver('fixed point, tolerance 1e-6', [0.8, 0.3], cosineFormula, cosineLoss(1e-6))),
  solver('Jacobi iteration', [1, -0.7, 2], linearFormula, jacobiLoss),
  solver('power iteration', [2, 0.6, 0.9], eigenvalueFormula, powerIterationLoss),
  solver('inner minimisation', [1.3, 0.4, 0.2], bilevelFormula, bilevelLoss),
  ...[1e-8, 1e-12].map((tolerance) =>
    solver(`bisection, tolerance ${tolerance}`, [5, 0.7], cubeRootFormula, bisectionLoss(tolerance)),
  ),
  solver(
    'bisection beside a penalty',
    [5, 0.7],
    (f, x) => f.add(cubeRootFormula(f, x), f.mul(0.01, sumOfSquares(f, x))),
    (x) => bisectionLoss(TOLERANCE)(x) + 0.01 * (x[0] ** 2 + x[1] ** 2),
  ),
  solver('Newton square root', [2.3, 0.7], (f, [a, b]) => f.mul(f.sqrt(a), b), newtonLoss),
  declared(1e-4, solver('fixed point, tolerance 1e-4', [0.8, 0.3], cosineFormula, cosineLoss(1e-4))),
  declared(
    1e-5,
    solver('Jacobi iteration, 1e-5', [1, -0.7, 2], linearFormula, (x) => jacobiLoss(x, 1e-5)),
  ),
  declared(
    1e-4,
    solver('inner minimisation, 1e-4', [1.3, 0.4, 0.2], bilevelFormula, (x) => bilevelLoss(x, 1e-4)),
  ),
  declared(1e-5, solver('bisection, tolerance 1e-5', [5, 0.7], cubeRootFormula, bisectionLoss(1e-5))),
];
