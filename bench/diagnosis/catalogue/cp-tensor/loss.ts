// A tensor as a sum of outer products (CP): T[i][j][k] ≈ Σ_r weight[r] A[i][r] B[j][r] C[k][r]. All sides have the same length.
export const side = 4;
export const parts = 2;

const cell = (i: number, j: number, k: number): number => Math.sin(1 + i * 1.7 + j * j * 0.6 - k * 2.3) + 0.1 * i * k;
const factor = (phase: number): number[][] =>
  [...Array(side).keys()].map((i) =>
    [...Array(parts).keys()].map((r) => Math.cos(phase + 2.1 * i + 1.3 * r * (i + 1))),
  );

export const tensor = [...Array(side).keys()].map((i) =>
  [...Array(side).keys()].map((j) => [...Array(side).keys()].map((k) => cell(i, j, k))),
);
export const damping = 0.05;

export const params = { weight: [1.3, -0.6], A: factor(0.2), B: factor(1.1), C: factor(2.7) };
export type Params = typeof params;

export function entry({ weight, A, B, C }: Params, i: number, j: number, k: number): number {
  let value = 0;
  for (let r = 0; r < parts; r++) value += weight[r] * A[i][r] * B[j][r] * C[k][r];
  return value;
}

export function loss(p: Params): number {
  let sum = 0;
  for (let i = 0; i < side; i++) {
    for (let j = 0; j < side; j++) {
      for (let k = 0; k < side; k++) {
        const rest = entry(p, i, j, k) - tensor[i][j][k];
        sum += 0.5 * rest * rest;
      }
    }
  }
  let norm = 0;
  for (const matrix of [p.A, p.B, p.C]) {
    for (const row of matrix) for (const v of row) norm += v * v;
  }
  return sum + damping * norm;
}
