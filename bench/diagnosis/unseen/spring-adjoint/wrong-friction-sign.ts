import { acceleration, dt, every, masses, observed, ridge, simulate, steps } from './loss.js';
import type { Params } from './loss.js';

export { params, loss } from './loss.js';

const zeros = (n: number): number[] => Array.from({ length: n }, () => 0);

export function gradient(p: Params): Params {
  const path = simulate(p);
  const stiffness = p.stiffness.map((k) => 2 * ridge * (k - 1.5));
  const logMass = zeros(masses);
  let drag = 0;
  let lx = zeros(masses); // adjoint of x after step n
  let lv = zeros(masses);

  for (let n = steps; n > 0; n--) {
    if (n % every === 0) {
      const k = n / every - 1;
      lx = lx.map((l, i) => l + path[n].x[i] - observed[k][i]);
    }
    // x' = x + dt v', v' = v + dt a(x, v)
    const { x, v } = path[n - 1];
    const a = acceleration(p, x, v);
    const lvNew = lv.map((l, i) => l + dt * lx[i]);
    const nextLx = lx.slice();
    const nextLv = lvNew.slice();
    for (let i = 0; i < masses; i++) {
      const force = (dt * lvNew[i]) / Math.exp(p.logMass[i]);
      const left = i > 0 ? x[i - 1] : 0;
      const right = i < masses - 1 ? x[i + 1] : 0;
      stiffness[i] += force * (left - x[i]);
      stiffness[i + 1] += force * (right - x[i]);
      if (i > 0) nextLx[i - 1] += force * p.stiffness[i];
      if (i < masses - 1) nextLx[i + 1] += force * p.stiffness[i + 1];
      nextLx[i] -= force * (p.stiffness[i] + p.stiffness[i + 1]);
      nextLv[i] -= force * 2 * p.drag * v[i];
      drag -= force * Math.abs(v[i]) * v[i];
      logMass[i] -= dt * lvNew[i] * a[i];
    }
    lx = nextLx;
    lv = nextLv;
  }
  return { stiffness, logMass, drag, start: { x: lx, v: lv } };
}
