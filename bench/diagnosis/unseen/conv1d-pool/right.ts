import {
  convLength,
  convolve,
  inChannels,
  length,
  maxPool,
  outChannels,
  pad,
  pooled,
  samples,
  score,
  signals,
  signs,
  stride,
  width,
} from './loss.js';
import type { Params } from './loss.js';

export { params, loss } from './loss.js';

export function gradient(p: Params): Params {
  const kernel = new Float64Array(outChannels * inChannels * width);
  const bias = new Float64Array(outChannels);
  const dense = new Float64Array(outChannels * pooled);
  const offset = new Float64Array(1);

  for (let n = 0; n < samples; n++) {
    const base = n * inChannels * length;
    const z = convolve(p, n);
    const { top, where } = maxPool(z);
    const dScore = -signs[n] / (1 + Math.exp(signs[n] * score(p, top)));
    offset[0] += dScore;

    const dz = new Float64Array(z.length);
    for (let q = 0; q < top.length; q++) {
      dense[q] += dScore * top[q];
      if (z[where[q]] > 0) dz[where[q]] += dScore * p.dense[q];
    }
    for (let o = 0; o < outChannels; o++) {
      for (let t = 0; t < convLength; t++) {
        const d = dz[o * convLength + t];
        bias[o] += d;
        for (let c = 0; c < inChannels; c++) {
          for (let k = 0; k < width; k++) {
            const at = t * stride + k - pad;
            if (at < 0 || at >= length) continue;
            kernel[(o * inChannels + c) * width + k] += d * signals[base + c * length + at];
          }
        }
      }
    }
  }
  return { kernel, bias, dense, offset };
}
