// Strided 1-d convolution -> ReLU -> max pool -> dense -> logistic loss. Everything is a flat Float64Array.
const lcg = (seed: number) => () => {
  seed = (Math.imul(seed, 22695477) + 1) >>> 0;
  return seed / 2 ** 31 - 1;
};
const r = lcg(8);
const fill = (n: number, s: number) => Float64Array.from({ length: n }, () => s * r());

export const samples = 6;
export const inChannels = 2;
export const length = 19;
export const outChannels = 3;
export const width = 5;
export const stride = 2;
export const pad = 1;
export const convLength = Math.floor((length + 2 * pad - width) / stride) + 1; // 9
export const pool = 3;
export const pooled = convLength / pool; // 3

export const signals = fill(samples * inChannels * length, 1.2);
export const signs = Float64Array.from({ length: samples }, () => (r() > 0 ? 1 : -1));

export const params = {
  kernel: fill(outChannels * inChannels * width, 0.7),
  bias: fill(outChannels, 0.4),
  dense: fill(outChannels * pooled, 0.8),
  offset: new Float64Array([0.15]),
};
export type Params = typeof params;

/** Convolution of one sample, before the ReLU: outChannels x convLength. */
export function convolve(p: Params, sample: number): Float64Array {
  const base = sample * inChannels * length;
  const z = new Float64Array(outChannels * convLength);
  for (let o = 0; o < outChannels; o++) {
    for (let t = 0; t < convLength; t++) {
      let s = p.bias[o];
      for (let c = 0; c < inChannels; c++) {
        for (let k = 0; k < width; k++) {
          const at = t * stride + k - pad;
          if (at < 0 || at >= length) continue;
          s += p.kernel[(o * inChannels + c) * width + k] * signals[base + c * length + at];
        }
      }
      z[o * convLength + t] = s;
    }
  }
  return z;
}

/** Largest rectified value of each window, and where it stood. */
export function maxPool(z: Float64Array) {
  const top = new Float64Array(outChannels * pooled);
  const where = new Int32Array(outChannels * pooled);
  for (let q = 0; q < top.length; q++) {
    where[q] = q * pool;
    for (let i = q * pool; i < (q + 1) * pool; i++) if (z[i] > z[where[q]]) where[q] = i;
    top[q] = Math.max(0, z[where[q]]);
  }
  return { top, where };
}

export function score(p: Params, top: Float64Array): number {
  return top.reduce((s, v, q) => s + v * p.dense[q], p.offset[0]);
}

export function loss(p: Params): number {
  let total = 0;
  for (let n = 0; n < samples; n++) {
    const { top } = maxPool(convolve(p, n));
    const margin = signs[n] * score(p, top);
    total += Math.log1p(Math.exp(-margin));
  }
  return total;
}
