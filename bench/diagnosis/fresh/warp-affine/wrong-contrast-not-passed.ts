import { sample, SIZE, target } from './loss.js';
import type { Params } from './loss.js';

export { loss, params } from './loss.js';

export function gradient(p: Params): Params {
  const cos = Math.cos(p.rotate);
  const sin = Math.sin(p.rotate);
  const g: Params = { rotate: 0, zoom: [0, 0], shift: [0, 0], contrast: 0, brightness: 0 };
  for (let r = 2; r < SIZE - 2; r++) {
    for (let c = 2; c < SIZE - 2; c++) {
      const { u, v, fr, fc, corners, value } = sample(p, r, c);
      const [a, b, d, e] = corners;
      const miss = p.contrast * value + p.brightness - target(r, c);
      const scale = (2 * miss) / (SIZE - 4) ** 2;
      g.contrast += scale * value;
      g.brightness += scale;
      const slopeRow = (1 - fc) * (d - a) + fc * (e - b);
      const slopeColumn = (1 - fr) * (b - a) + fr * (e - d);
      const dy = scale * slopeRow;
      const dx = scale * slopeColumn;
      g.shift[0] += dy;
      g.shift[1] += dx;
      g.zoom[0] += dy * (cos * u - sin * v);
      g.zoom[1] += dx * (sin * u + cos * v);
      g.rotate += dy * p.zoom[0] * (-sin * u - cos * v) + dx * p.zoom[1] * (cos * u - sin * v);
    }
  }
  g.contrast += 0.1 * (p.contrast - 1);
  return g;
}
