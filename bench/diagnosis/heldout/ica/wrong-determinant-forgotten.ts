import { count, samples, sources } from './loss.js';
import type { Params } from './loss.js';

export { loss, params } from './loss.js';

export function gradient(p: Params): Params {
  const W = p.W.map((row) => row.map(() => 0));
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
        centre[j] -= ds * p.W[i][j];
      }
    }
  }
  return { W, centre, sharpness };
}
