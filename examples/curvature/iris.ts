import { readFileSync } from 'node:fs';

/** The covariance of the four measurements of 150 irises, in cm². */
export function readCovariance(): number[][] {
  const [, ...lines] = readFileSync(new URL('../data/iris.csv', import.meta.url), 'utf8')
    .trimEnd()
    .split('\n');
  const rows = lines.map((line) => line.split(',').slice(0, 4).map(Number));
  const means = [0, 1, 2, 3].map((j) => rows.reduce((sum, row) => sum + row[j], 0) / rows.length);
  return means.map((mean, i) =>
    means.map((other, j) => rows.reduce((sum, row) => sum + (row[i] - mean) * (row[j] - other), 0) / rows.length),
  );
}

/** The k-th principal component: the unit vector along which the variance is the k-th largest, and that variance. */
export function principalComponent(covariance: number[][], k: number): { vector: number[]; variance: number } {
  let rest = covariance;
  for (let found = 0; ; found++) {
    let vector = [1, -0.5, 0.7, 0.3];
    for (let step = 0; step < 2000; step++) vector = normalise(multiply(rest, vector));
    const variance = dot(vector, multiply(rest, vector));
    if (found === k) return { vector, variance };
    rest = rest.map((row, i) => row.map((value, j) => value - variance * vector[i] * vector[j]));
  }
}

export const dot = (a: number[], b: number[]) => a.reduce((sum, value, i) => sum + value * b[i], 0);
export const multiply = (matrix: number[][], v: number[]) => matrix.map((row) => dot(row, v));
const normalise = (v: number[]) => v.map((value) => value / Math.sqrt(dot(v, v)));
