import { CELLS, COOLING, DT, history, initial, measured, STEPS } from './loss.js';
import type { Params } from './loss.js';

export { loss, params } from './loss.js';

export function gradient(p: Params): Params {
  const k = p.logK.map(Math.exp);
  const u = history(p);
  const dLogK = k.map(() => 0);
  for (let i = 1; i < k.length; i++) {
    const step = 0.2 * (p.logK[i] - p.logK[i - 1]);
    dLogK[i] += step;
    dLogK[i - 1] -= step;
  }
  let source = 0;
  let adjoint: number[] = Array.from({ length: CELLS }, () => 0);
  for (let n = STEPS; n > 0; n--) {
    for (const [when, i, value] of measured) {
      if (when === n) adjoint[i] += u[n][i] - value;
    }
    source += DT * adjoint[0];
    const before = adjoint.map((a) => a - DT * COOLING * a);
    for (let i = 0; i < CELLS - 2; i++) {
      const dFlux = adjoint[i] - adjoint[i + 1];
      before[i] -= DT * k[i] * dFlux;
      before[i + 1] += DT * k[i] * dFlux;
      dLogK[i] += DT * k[i] * (u[n - 1][i + 1] - u[n - 1][i]) * dFlux;
    }
    adjoint = before;
  }
  const start = initial(p.bump);
  const bump = { height: 0, at: 0 };
  adjoint.forEach((a, i) => {
    bump.height += (a * start[i]) / p.bump.height;
    bump.at += a * start[i] * (i - p.bump.at);
  });
  return { logK: dLogK, bump, source };
}
