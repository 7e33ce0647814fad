import { damping, entry, parts, side, tensor } from './loss.js';
import type { Params } from './loss.js';

export { loss, params } from './loss.js';

export function gradient(p: Params): Params {
  const { weight, A, B, C } = p;
  const shrink = (matrix: number[][]): number[][] => matrix.map((row) => row.map((v) => 2 * damping * v));
  const g: Params = { weight: weight.map(() => 0), A: shrink(A), B: shrink(B), C: shrink(C) };
  for (let i = 0; i < side; i++) {
    for (let j = 0; j < side; j++) {
      for (let k = 0; k < side; k++) {
        const rest = entry(p, i, j, k) - tensor[i][j][k];
        for (let r = 0; r < parts; r++) {
          g.weight[r] += rest * A[i][r] * B[j][r] * C[k][r];
          g.A[i][r] += rest * weight[r] * B[j][r] * C[k][r];
          g.B[k][r] += rest * weight[r] * A[i][r] * C[j][r];
          g.C[k][r] += rest * weight[r] * A[i][r] * B[j][r];
        }
      }
    }
  }
  return g;
}
