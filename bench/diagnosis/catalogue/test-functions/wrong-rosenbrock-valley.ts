import { beale, himmelblau, points, powell, rosenbrock, styblinski } from './loss.js';

const bealeGradient = ([x, y]: number[]): number[] => {
  const first = 2 * (1.5 - x + x * y);
  const second = 2 * (2.25 - x + x * y ** 2);
  const third = 2 * (2.625 - x + x * y ** 3);
  return [
    first * (y - 1) + second * (y ** 2 - 1) + third * (y ** 3 - 1),
    first * x + second * 2 * x * y + third * 3 * x * y ** 2,
  ];
};

const himmelblauGradient = ([x, y]: number[]): number[] => {
  const a = 2 * (x ** 2 + y - 11);
  const b = 2 * (x + y ** 2 - 7);
  return [a * 2 * x + b, a + b * 2 * y];
};

const powellGradient = ([a, b, c, d]: number[]): number[] => {
  const pull = 2 * (a + 10 * b);
  const push = 10 * (c - d);
  const inner = 4 * (b - 2 * c) ** 3;
  const outer = 40 * (a - d) ** 3;
  return [pull + outer, 10 * pull + inner, push - 2 * inner, -push - outer];
};

const rosenbrockGradient = (x: number[]): number[] => {
  const g = x.map(() => 0);
  for (let i = 0; i + 1 < x.length; i++) {
    const valley = 200 * (x[i + 1] - x[i] ** 2);
    g[i + 1] += valley;
    g[i] -= 2 * (1 - x[i]);
  }
  return g;
};

const styblinskiGradient = (x: number[]): number[] => x.map((v) => 2 * v ** 3 - 16 * v + 2.5);

export default [
  { name: 'beale', params: points.beale, loss: beale, gradient: bealeGradient },
  { name: 'himmelblau', params: points.himmelblau, loss: himmelblau, gradient: himmelblauGradient },
  { name: 'powell', params: points.powell, loss: powell, gradient: powellGradient },
  { name: 'rosenbrock', params: points.rosenbrock, loss: rosenbrock, gradient: rosenbrockGradient },
  { name: 'styblinski', params: points.styblinski, loss: styblinski, gradient: styblinskiGradient },
];
