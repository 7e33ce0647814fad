import { BLOCK, DILATIONS, READ, run, signal, START, T } from './loss.js';

export { loss, params } from './loss.js';

export function gradient(w: Float64Array): Float64Array {
  const g = new Float64Array(w.length);
  const { levels, skip } = run(w);
  const dSkip = new Float64Array(T);
  for (let t = START; t < T - 1; t++) {
    const miss = w[READ] * skip[t] + w[READ + 1] - signal[t + 1];
    const d = (2 * miss) / (T - 1 - START);
    g[READ] += d * skip[t];
    g[READ + 1] += d;
    dSkip[t] = d * w[READ];
  }
  let dOutput = new Float64Array(T);
  for (let l = DILATIONS.length - 1; l >= 0; l--) {
    const o = l * BLOCK;
    const { input, filter, gate } = levels[l];
    const dInput = new Float64Array(T);
    for (let t = 0; t < T; t++) {
      const past = t >= DILATIONS[l] ? input[t - DILATIONS[l]] : 0;
      const z = filter[t] * gate[t];
      g[o + 6] += dOutput[t] * z;
      const dz = dSkip[t] + dOutput[t] * w[o + 6];
      const df = dz * gate[t] * (1 - filter[t] * filter[t]);
      const dg = dz * filter[t] * gate[t] * (1 - gate[t]);
      g[o] += df * past;
      g[o + 1] += df * input[t];
      g[o + 2] += df;
      g[o + 3] += dg * past;
      g[o + 4] += dg * input[t];
      g[o + 5] += dg;
      dInput[t] += df * w[o + 1] + dg * w[o + 4];
      if (t >= DILATIONS[l]) dInput[t - DILATIONS[l]] += df * w[o] + dg * w[o + 3];
    }
    dOutput = dInput;
  }
  return g;
}
