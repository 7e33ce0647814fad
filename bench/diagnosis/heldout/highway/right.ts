import { at, data, layers, sigmoid, width } from './loss.js';

export { loss, params } from './loss.js';

export function gradient(p: Float64Array): Float64Array {
  const g = new Float64Array(p.length);
  for (const { x, label } of data) {
    const { all, top } = layers(p, x);
    let logit = 0;
    for (let i = 0; i < width; i++) logit += p[at.read + i] * top[i];
    const dLogit = sigmoid(logit) - label;
    let dx = new Float64Array(width);
    for (let i = 0; i < width; i++) {
      g[at.read + i] += dLogit * top[i];
      dx[i] = dLogit * p[at.read + i];
    }
    for (const layer of [...all].reverse()) {
      const below = new Float64Array(width);
      for (let i = 0; i < width; i++) {
        const { x: v, t, h } = layer;
        const dh = dx[i] * t[i] * (1 - h[i] ** 2);
        const dt = dx[i] * (h[i] - v[i]) * t[i] * (1 - t[i]);
        below[i] += dx[i] * (1 - t[i]);
        g[at.gateBias + i] += dt;
        for (let j = 0; j < width; j++) {
          g[at.transform + i * width + j] += dh * v[j];
          g[at.gate + i * width + j] += dt * v[j];
          below[j] += dh * p[at.transform + i * width + j] + dt * p[at.gate + i * width + j];
        }
      }
      dx = below;
    }
  }
  return g;
}
