import { gauss, lorentz, model, spectrum } from './loss.js';
import type { Params } from './loss.js';

export { params, loss } from './loss.js';

export function gradient(p: Params): Params {
  const g: Params = {
    peaks: p.peaks.map(() => ({ height: 0, center: 0, width: 0 })),
    background: p.background.map(() => 0),
    mixing: 0,
  };
  for (const { x, y, sigma } of spectrum) {
    const dModel = (2 * (model(p, x) - y)) / (sigma * sigma) / (spectrum.length - 13);
    for (let m = 0; m < p.background.length; m++) g.background[m] += dModel * x ** m;
    p.peaks.forEach(({ height, center, width }, k) => {
      const u = (x - center) / width;
      const G = gauss(u);
      const L = lorentz(u);
      const dShape = dModel * height;
      const dG = -8 * Math.LN2 * u * G;
      const dL = -8 * u * L;
      const du = dShape * (p.mixing * dL + (1 - p.mixing) * dG);
      g.peaks[k].height += dModel * (p.mixing * L + (1 - p.mixing) * G);
      g.peaks[k].center -= du / width;
      g.peaks[k].width -= (du * u) / width;
      g.mixing += dShape * (L - G);
    });
  }
  return g;
}
