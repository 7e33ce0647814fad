import { CHANNELS, forward, KERNEL, OUT_H, OUT_W, pictures, POOL, POOL_H, POOL_W, targets } from './loss.js';
import type { Params } from './loss.js';

export { loss, params } from './loss.js';

export function gradient(p: Params): Params {
  const kernels = new Float64Array(p.kernels.length);
  const biases = new Float64Array(p.biases.length);
  const readout = new Float64Array(p.readout.length);
  let level = 0;
  for (let n = 0; n < pictures.length; n++) {
    const { pooled, active, answer } = forward(p, pictures[n]);
    const miss = answer - targets[n];
    const error = miss / Math.sqrt(1 + miss * miss);
    level += error;
    const dPooled = new Float64Array(pooled.length);
    for (let i = 0; i < pooled.length; i++) {
      readout[i] += error * active[i];
      dPooled[i] = (error * p.readout[i]) / (1 + Math.exp(-pooled[i]));
    }
    const dMaps = new Float64Array(CHANNELS * OUT_W * OUT_H);
    for (let c = 0; c < CHANNELS; c++) {
      for (let y = 0; y < POOL_H * POOL; y++) {
        for (let x = 0; x < POOL_W * POOL; x++) {
          const from = (c * POOL_H + Math.floor(y / POOL)) * POOL_W + Math.floor(x / POOL);
          dMaps[(c * OUT_H + y) * OUT_W + x] = dPooled[from] / (POOL * POOL);
        }
      }
    }
    for (let c = 0; c < CHANNELS; c++) {
      for (let y = 0; y < OUT_H; y++) {
        for (let x = 0; x < OUT_W; x++) {
          const d = dMaps[(c * OUT_H + y) * OUT_W + x];
          biases[c] += d;
          for (let ky = 0; ky < KERNEL; ky++) {
            for (let kx = 0; kx < KERNEL; kx++) {
              kernels[(c * KERNEL + ky) * KERNEL + kx] += d * pictures[n][(y + ky) * OUT_W + x + kx];
            }
          }
        }
      }
    }
  }
  return { kernels, biases, readout, level };
}
