import { D, H, N, O, forward, importance, target, x } from './loss.js';
import type { Params } from './loss.js';

export { params, loss } from './loss.js';

export function gradient(p: Params) {
  const { h, y } = forward(p);
  const W1 = new Float64Array(H * D);
  const b1 = new Float64Array(H);
  const W2 = new Float64Array(O * H);
  const b2 = new Float64Array(O);
  const S = new Float64Array(O * D);
  const dy = new Float64Array(O);
  const dz = new Float64Array(H);

  for (let n = 0; n < N; n++) {
    const xn = x.subarray(n * D, (n + 1) * D);
    const hn = h.subarray(n * H, (n + 1) * H);
    for (let k = 0; k < O; k++) {
      dy[k] = (importance[n] * (y[n * O + k] - target[n * O + k])) / N;
      b2[k] += dy[k];
      for (let j = 0; j < H; j++) W2[k * H + j] += dy[k] * hn[j];
      for (let i = 0; i < D; i++) S[k * D + i] += dy[k] * xn[i];
    }
    for (let j = 0; j < H; j++) {
      let dh = 0;
      for (let k = 0; k < O; k++) dh += p.W2[k * H + j] * dy[k];
      dz[j] = dh * (1 - hn[j] * hn[j]);
      b1[j] += dz[j];
      for (let i = 0; i < D; i++) W1[j * D + i] += dz[j] * xn[i];
    }
  }
  return { W1, b1, W2, b2, S };
}
