import { cubic, forward, goals, tokens, width } from './loss.js';
import type { Params } from './loss.js';

export { loss, params } from './loss.js';

const zeros = (like: number[][]): number[][] => like.map((row) => row.map(() => 0));
const dot = (a: number[], b: number[]): number => a.reduce((sum, v, i) => sum + v * b[i], 0);

function geluSlope(z: number): number {
  const t = Math.tanh(cubic(z));
  const inner = Math.sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * z * z);
  return 0.5 * (1 + t) + 0.5 * z * (1 - t * t) * inner;
}

export function gradient(p: Params): Params {
  const g: Params = {
    gain: p.gain.map(() => 0),
    shift: p.shift.map(() => 0),
    up: zeros(p.up),
    upBias: p.upBias.map(() => 0),
    down: zeros(p.down),
    downBias: p.downBias.map(() => 0),
  };
  tokens.forEach((token, n) => {
    const { unit, scaled, z, again } = forward(p, token);
    const dUnit = again.unit.map((u, k) => (2 * (u - goals[n][k])) / tokens.length);
    const average = dUnit.reduce((sum, v) => sum + v, 0) / width;
    const along = dot(dUnit, again.unit) / width;
    const dy = dUnit.map((v, k) => (v - average - again.unit[k] * along) / again.spread);
    const da = p.down.map((row) => dot(row, dy));
    const dz = da.map((v, j) => v * geluSlope(z[j]));
    const dScaled = p.up.map((row) => dot(row, dz));
    dy.forEach((v, k) => (g.downBias[k] += v));
    z.forEach((v, j) => dy.forEach((w, k) => (g.down[j][k] += v * w)));
    dz.forEach((v, j) => (g.upBias[j] += v));
    scaled.forEach((v, i) => dz.forEach((w, j) => (g.up[i][j] += v * w)));
    dScaled.forEach((v, i) => {
      g.gain[i] += v * unit[i];
      g.shift[i] += v;
    });
  });
  return g;
}
