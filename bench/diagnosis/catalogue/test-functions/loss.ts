// Functions on which optimisers are tried, each with its point: a suite of several models in one file.
export const beale = ([x, y]: number[]): number => {
  const first = 1.5 - x + x * y;
  const second = 2.25 - x + x * y ** 2;
  const third = 2.625 - x + x * y ** 3;
  return first ** 2 + second ** 2 + third ** 2;
};

export const himmelblau = ([x, y]: number[]): number => {
  const a = x ** 2 + y - 11;
  const b = x + y ** 2 - 7;
  return a ** 2 + b ** 2;
};

export const powell = ([a, b, c, d]: number[]): number => {
  const pull = (a + 10 * b) ** 2;
  const push = 5 * (c - d) ** 2;
  const quartic = (b - 2 * c) ** 4 + 10 * (a - d) ** 4;
  return pull + push + quartic;
};

export const rosenbrock = (x: number[]): number => {
  let sum = 0;
  for (let i = 0; i + 1 < x.length; i++) {
    sum += 100 * (x[i + 1] - x[i] ** 2) ** 2;
    sum += (1 - x[i]) ** 2;
  }
  return sum;
};

export const styblinski = (x: number[]): number => x.reduce((sum, v) => sum + v ** 4 - 16 * v ** 2 + 5 * v, 0) / 2;

export const points = {
  beale: [1.4, 0.6],
  himmelblau: [2.2, -1.3],
  powell: [1.1, -0.7, 0.4, 0.9],
  rosenbrock: [-1.2, 0.8, 1.3, -0.4],
  styblinski: [-2.1, 0.9, 1.7],
};
