import { X, classes, features, labels, lambda, params, probabilities, temperature, weight } from './loss.js';

export { params, loss } from './loss.js';

const zeros = (n: number): number[] => Array.from({ length: n }, () => 0);

export function gradient(p: typeof params) {
  const N = X.length;
  const dW: number[][] = [];
  for (let f = 0; f < features; f++) dW.push(zeros(classes));
  const db = zeros(classes);

  for (let n = 0; n < N; n++) {
    const q = probabilities(p, X[n]);
    for (let k = 0; k < classes; k++) {
      const target = k === labels[n] ? 1 : 0;
      const dz = (weight[n] * (q[k] - target)) / (N * temperature);
      db[k] += dz;
      for (let f = 0; f < features; f++) dW[f][k] += X[n][f] * dz;
    }
  }

  for (let f = 0; f < features; f++) {
    for (let k = 0; k < classes; k++) dW[f][k] += 2 * lambda * p.W[f][k];
  }
  return { W: dW, b: db };
}
