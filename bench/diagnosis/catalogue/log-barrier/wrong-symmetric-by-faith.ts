import { A, Q, b, c, inner, lower, mu } from './loss.js';

export { loss, params } from './loss.js';

export function gradient(x: number[]): number[] {
  const g = c.slice();
  for (let i = 0; i < x.length; i++) {
    for (let j = 0; j < x.length; j++) g[i] += Q[i][j] * x[j];
  }
  for (let m = 0; m < A.length; m++) {
    const force = mu / (b[m] - inner(A[m], x));
    for (let j = 0; j < x.length; j++) g[j] += force * A[m][j];
  }
  for (let j = 0; j < x.length; j++) {
    g[j] -= mu / (x[j] - lower[j]);
  }
  return g;
}
