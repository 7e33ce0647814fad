import { bump, bumps, delta, distance2, points, predict, ridge } from './loss.js';
import type { Params } from './loss.js';

export { loss, params } from './loss.js';

export function gradient(p: Params): Params {
  const g: Params = {
    centres: p.centres.map(() => [0, 0]),
    logWidths: p.logWidths.map(() => 0),
    mix: p.mix.map((m) => ridge * m),
    level: 0,
  };
  for (const { x, y } of points) {
    const r = predict(p, x) - y;
    const dr = (Math.abs(r) <= delta ? r : delta * Math.sign(r)) / points.length;
    g.level += dr;
    for (let j = 0; j < bumps; j++) {
      const value = bump(p, x, j);
      const width2 = Math.exp(2 * p.logWidths[j]);
      g.mix[j] += dr * value;
      const dBump = dr * p.mix[j] * value;
      g.logWidths[j] += (dBump * distance2(x, p.centres[j])) / width2;
      for (let k = 0; k < 2; k++) g.centres[j][k] += (dBump * (x[k] - p.centres[j][k])) / width2;
    }
  }
  return g;
}
