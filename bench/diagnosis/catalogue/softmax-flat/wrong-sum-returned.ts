import { B1, B2, D, H, K, ROWS, W1, W2, input, label, run } from './loss.js';

export { loss, params } from './loss.js';

export function lossAndGradient(theta: Float64Array): { loss: number; gradient: Float64Array } {
  const g = new Float64Array(theta.length);
  const hidden = new Float64Array(H);
  const share = new Float64Array(K);
  let total = 0;
  for (let row = 0; row < ROWS; row++) {
    run(theta, row, hidden, share);
    const wanted = label[row];
    total -= Math.log(share[wanted]);
    for (let k = 0; k < K; k++) share[k] = share[k] - (k === wanted ? 1 : 0);
    for (let j = 0; j < H; j++) {
      let dh = 0;
      for (let k = 0; k < K; k++) {
        g[W2 + k * H + j] += share[k] * hidden[j];
        dh += theta[W2 + k * H + j] * share[k];
      }
      const dz = dh * (1 - hidden[j] * hidden[j]);
      g[B1 + j] += dz;
      for (let i = 0; i < D; i++) g[W1 + j * D + i] += dz * input[row * D + i];
    }
    for (let k = 0; k < K; k++) g[B2 + k] += share[k];
  }
  return { loss: total, gradient: g };
}
