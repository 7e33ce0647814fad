// Two channels convolved with a stride of two into three, leaky rectifier, average over time, one number per signal: flat buffers.
export const channels = 2;
export const filters = 3;
export const width = 3;
export const stride = 2;
export const length = 9;
export const places = Math.floor((length - width) / stride) + 1;
export const leak = 0.1;
export const decay = 0.03;

function noise(size: number, start: number, scale: number): Float64Array {
  const out = new Float64Array(size);
  let state = start;
  for (let i = 0; i < size; i++) {
    state = (state * 7141 + 54773) % 259200;
    out[i] = scale * ((2 * state) / 259200 - 1);
  }
  return out;
}

export const signals = Array.from({ length: 4 }, (_, n) => noise(channels * length, 17 + n, 1.5));
export const wanted = [0.6, -0.4, 0.9, 0.1];

export const params = {
  kernel: noise(filters * channels * width, 3, 0.9),
  bias: noise(filters, 5, 0.4),
  head: noise(filters, 8, 1.2),
  offset: 0.2,
};
export type Params = typeof params;

/** Before the rectifier, [filter][place]. */
export function convolve({ kernel, bias }: Params, signal: Float64Array): Float64Array {
  const out = new Float64Array(filters * places);
  for (let f = 0; f < filters; f++) {
    for (let t = 0; t < places; t++) {
      let sum = bias[f];
      for (let c = 0; c < channels; c++)
        for (let k = 0; k < width; k++)
          sum += kernel[(f * channels + c) * width + k] * signal[c * length + t * stride + k];
      out[f * places + t] = sum;
    }
  }
  return out;
}

export const leaky = (z: number): number => (z > 0 ? z : leak * z);

export function score(p: Params, conv: Float64Array): number {
  let result = p.offset;
  for (let f = 0; f < filters; f++) {
    let pooled = 0;
    for (let t = 0; t < places; t++) pooled += leaky(conv[f * places + t]);
    result += (p.head[f] * pooled) / places;
  }
  return result;
}

export function loss(p: Params): number {
  let sum = 0;
  signals.forEach((signal, n) => {
    const miss = score(p, convolve(p, signal)) - wanted[n];
    sum += miss * miss;
  });
  let weights = 0;
  for (const w of p.kernel) weights += w * w;
  return sum / signals.length + 0.5 * decay * weights;
}
