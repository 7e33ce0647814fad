// A quadratic programme with a logarithmic barrier: cᵀx + ½ xᵀQx - μ Σ log(b - Ax) - μ Σ log(x - lower). Q is not symmetric.
export const c = [-1.2, 0.4, -0.7, 0.9, -0.3];
export const Q = [
  [2, 0.5, 0, -0.3, 0.1],
  [0.1, 1.5, 0.4, 0, 0],
  [0.3, 0, 1.1, 0.6, -0.2],
  [0, -0.4, 0.2, 1.8, 0.5],
  [-0.6, 0, 0, 0.1, 0.9],
];
export const A = [
  [1, 1, 1, 1, 1],
  [2, -1, 0.5, 0, 1],
  [0, 1.5, -1, 2, 0.3],
  [-0.7, 0, 1.2, 0.4, 2],
];
export const b = [4, 2.5, 3, 3.5];
export const lower = [-0.5, -1, 0, -0.2, -0.8];
export const mu = 0.3;

export const params = [0.6, -0.4, 0.9, 0.5, 0.2];

export function inner(u: number[], v: number[]): number {
  let s = 0;
  for (let i = 0; i < u.length; i++) s += u[i] * v[i];
  return s;
}

export function loss(x: number[]): number {
  let value = inner(c, x);
  for (let i = 0; i < x.length; i++) {
    for (let j = 0; j < x.length; j++) value += 0.5 * x[i] * Q[i][j] * x[j];
  }
  for (let m = 0; m < A.length; m++) {
    const slack = b[m] - inner(A[m], x);
    value -= mu * Math.log(slack);
  }
  for (let j = 0; j < x.length; j++) {
    value -= mu * Math.log(x[j] - lower[j]);
  }
  return value;
}
