import { basis, clock, controls, curve, degree, knots, samples, smoothing } from './loss.js';
import type { Params } from './loss.js';

export { params, loss } from './loss.js';

function basisDerivative(i: number, k: number, t: number): number {
  const rise = 1 / (knots[i + k] - knots[i]);
  const fall = 1 / (knots[i + k + 1] - knots[i + 1]);
  return rise * basis(i, k - 1, t) - fall * basis(i + 1, k - 1, t);
}

export function gradient(p: Params): Params {
  const points = p.points.map(() => [0, 0]);
  const warp = { logSpeed: 0, shift: 0 };

  for (const { time, at } of samples) {
    const t = clock(p, time);
    const [x, y] = curve(p, t);
    const ex = x - at[0];
    const ey = y - at[1];
    let dt = 0;
    for (let i = 0; i < controls; i++) {
      const w = basis(i, degree, t);
      points[i][0] += ex * w;
      points[i][1] += ey * w;
      dt += (ex * p.points[i][0] + ey * p.points[i][1]) * basisDerivative(i, degree, t);
    }
    warp.shift += dt;
    warp.logSpeed += dt * time * Math.exp(p.warp.logSpeed);
  }

  for (let i = 1; i < controls - 1; i++) {
    for (let c = 0; c < 2; c++) {
      const bend = p.points[i - 1][c] - 2 * p.points[i][c] + p.points[i + 1][c];
      const d = 2 * smoothing * bend;
      points[i - 1][c] += d;
      points[i][c] -= 2 * d;
      points[i + 1][c] += d;
    }
  }
  return { points, warp };
}
