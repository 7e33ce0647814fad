import { BODIES, DT, integrate, observed, SOFTENING, STEPS } from './loss.js';
import type { Params } from './loss.js';

export { loss, params } from './loss.js';

/** Adds what the forces at a place pass back, given the gradient with respect to the accelerations. */
function pullBack(x: Float64Array, mass: Float64Array, da: Float64Array, dx: Float64Array, dMass: Float64Array): void {
  for (let i = 0; i < BODIES; i++) {
    for (let j = 0; j < BODIES; j++) {
      if (i === j) continue;
      const ex = x[2 * j] - x[2 * i];
      const ey = x[2 * j + 1] - x[2 * i + 1];
      const r2 = ex * ex + ey * ey + SOFTENING;
      const inverse = 1 / (r2 * Math.sqrt(r2));
      const along = da[2 * i] * ex + da[2 * i + 1] * ey;
      dMass[j] += inverse * along;
      const stretch = (3 * mass[j] * inverse * along) / r2;
      const gx = mass[j] * inverse * da[2 * i] - stretch * ex;
      const gy = mass[j] * inverse * da[2 * i + 1] - stretch * ey;
      dx[2 * i] -= gx;
      dx[2 * i + 1] -= gy;
    }
  }
}

export function gradient(p: Params): Params {
  const { places, velocity } = integrate(p);
  const n = velocity.length;
  const dMass = new Float64Array(BODIES);
  const dx = places[STEPS].map((x, k) => x - observed[k]);
  const dv = velocity.map((v) => 0.1 * v);
  const da = new Float64Array(n);
  for (let s = STEPS; s > 0; s--) {
    for (let k = 0; k < n; k++) da[k] += 0.5 * DT * dv[k];
    pullBack(places[s], p.mass, da, dx, dMass);
    for (let k = 0; k < n; k++) {
      dv[k] += DT * dx[k];
      da[k] = 0.5 * DT * dv[k];
    }
  }
  pullBack(places[0], p.mass, da, dx, dMass);
  return { position: dx, velocity: dv, mass: dMass };
}
