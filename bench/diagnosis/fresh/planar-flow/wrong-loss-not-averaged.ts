import { data, flow, loss } from './loss.js';
import type { Params } from './loss.js';

export { loss, params } from './loss.js';

export function lossAndGradient(p: Params): { loss: number; gradient: Params } {
  const gradient: Params = {
    layers: p.layers.map(({ u, w }) => ({ u: u.map(() => 0), w: w.map(() => 0), b: 0 })),
    logScale: p.logScale.map(() => 0),
  };
  for (const point of data) {
    const { passed, end } = flow(p, point);
    let dy = end.map((v, i) => {
      const z = v * Math.exp(-p.logScale[i]);
      gradient.logScale[i] += 1 - z * z;
      return z * Math.exp(-p.logScale[i]);
    });
    for (let l = passed.length - 1; l >= 0; l--) {
      const { x, t, overlap, stretch } = passed[l];
      const { u, w } = p.layers[l];
      const into = gradient.layers[l];
      const slope = 1 - t * t;
      // The logarithm of the stretch, by t and by u·w.
      const dT = u.reduce((s, v, i) => s + v * dy[i], (2 * t * overlap) / stretch);
      const dOverlap = -slope / stretch;
      const dZ = dT * slope;
      for (let i = 0; i < u.length; i++) {
        into.u[i] += dy[i] * t + dOverlap * w[i];
        into.w[i] += dZ * x[i] + dOverlap * u[i];
      }
      into.b += dZ;
      dy = dy.map((d, i) => d + dZ * w[i]);
    }
  }
  const scaled = (v: number) => v;
  return {
    loss: loss(p) * data.length,
    gradient: {
      layers: gradient.layers.map(({ u, w, b }) => ({ u: u.map(scaled), w: w.map(scaled), b: scaled(b) })),
      logScale: gradient.logScale.map(scaled),
    },
  };
}
