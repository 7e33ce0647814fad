import {
  channels,
  convolve,
  decay,
  filters,
  leak,
  leaky,
  length,
  places,
  score,
  signals,
  stride,
  wanted,
  width,
} from './loss.js';
import type { Params } from './loss.js';

export { loss, params } from './loss.js';

export function gradient(p: Params): Params {
  const kernel = p.kernel.map((w) => decay * w);
  const bias = new Float64Array(filters);
  const head = new Float64Array(filters);
  let offset = 0;
  for (const [n, signal] of signals.entries()) {
    const conv = convolve(p, signal);
    const miss = (2 * (score(p, conv) - wanted[n])) / signals.length;
    offset += miss;
    for (let f = 0; f < filters; f++) {
      for (let t = 0; t < places; t++) {
        const z = conv[f * places + t];
        head[f] += (miss * leaky(z)) / places;
        const dz = ((miss * p.head[f]) / places) * (z > 0 ? 1 : leak);
        bias[f] += dz;
        for (let c = 0; c < channels; c++)
          for (let k = 0; k < width; k++)
            kernel[(f * channels + c) * width + (width - 1 - k)] += dz * signal[c * length + t * stride + k];
      }
    }
  }
  return { kernel, bias, head, offset };
}
