import { locate, nodes, pixels, smoothing, spacing, tone, wanted } from './loss.js';
import type { Params } from './loss.js';

export { loss, params } from './loss.js';

export function gradient(p: Params): Params {
  const table = p.table.map(() => 0);
  let gain = 0;
  let offset = 0;
  for (let n = 0; n < pixels.length; n++) {
    const e = 2 * (tone(p, pixels[n]) - wanted[n]);
    const { cell, into } = locate(p, pixels[n]);
    table[cell + 1] += e * (1 - into);
    table[Math.min(cell + 2, nodes - 1)] += e * into;
    const slope = (p.table[cell + 1] - p.table[cell]) / spacing;
    gain += e * slope * pixels[n];
    offset += e * slope;
  }
  for (let i = 1; i + 1 < nodes; i++) {
    const bend = 2 * smoothing * (p.table[i - 1] - 2 * p.table[i] + p.table[i + 1]);
    table[i - 1] += bend;
    table[i] -= 2 * bend;
    table[i + 1] += bend;
  }
  return { table, gain, offset };
}
