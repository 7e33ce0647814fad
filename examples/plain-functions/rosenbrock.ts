/**
 * The Rosenbrock function in any dimension, as it might stand in a numerical library: nothing here is named the way
 * gradcheck expects, the names are given on the command line.
 */
export const start = [-1.2, 0.7, -0.5, 1.8, 1.3];

export function f(x: number[]): number {
  let sum = 0;
  for (let i = 0; i + 1 < x.length; i++) {
    sum += 100 * (x[i + 1] - x[i] ** 2) ** 2 + (1 - x[i]) ** 2;
  }
  return sum;
}

export function df(x: number[]): number[] {
  const g = x.map(() => 0);
  for (let i = 0; i + 1 < x.length; i++) {
    const valley = x[i + 1] - x[i] ** 2;
    g[i] += -400 * x[i] * valley - 2 * (1 - x[i]);
    g[i + 1] += 200 * valley;
  }
  return g;
}
