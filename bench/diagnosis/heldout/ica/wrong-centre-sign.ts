import { count, determinant, samples, sources } from './loss.js';
import type { Params } from './loss.js';

export { loss, params } from './loss.js';

/** The inverse by cofactors. */
function invert(W: number[][]): number[][] {
  const d = determinant(W);
  return [0, 1, 2].map((i) =>
    [0, 1, 2].map((j) => {
      const [r1, r2] = [(j + 1) % 3, (j + 2) % 3];
      const [c1, c2] = [(i + 1) % 3, (i + 2) % 3];
      return (W[r1][c1] * W[r2][c2] - W[r1][c2] * W[r2][c1]) / d;
    }),
  );
}

export function gradient(p: Params): Params {
  const inverse = invert(p.W);
  const W = p.W.map((row, i) => row.map((_, j) => -inverse[j][i]));
  const centre = [0, 0, 0];
  const sharpness = [0, 0, 0];
  for (const x of samples) {
    const s = sources(p, x);
    for (let i = 0; i < count; i++) {
      const slope = Math.tanh(p.sharpness[i] * s[i]) / samples.length;
      const ds = slope * p.sharpness[i];
      sharpness[i] += slope * s[i] - 1 / p.sharpness[i] / samples.length;
      for (let j = 0; j < count; j++) {
        W[i][j] += ds * (x[j] - p.centre[j]);
        centre[j] += ds * p.W[i][j];
      }
    }
  }
  return { W, centre, sharpness };
}
