import { correct, difference, picks, project, sheet } from './loss.js';
import type { Params } from './loss.js';

export { loss, params } from './loss.js';

export function lossAndGradient(p: Params): { loss: number; gradient: Params } {
  const reach = Math.exp(p.logReach);
  const table = picks(p);
  const map = p.map.map((row) => row.map(() => 0));
  let logReach = 0;
  for (const [i, row] of table.entries()) {
    const hit = correct(row, i);
    for (const [j, q] of row.entries()) {
      if (i === j) continue;
      const same = sheet[i].label === sheet[j].label;
      // By the logarithm of the closeness of i and j.
      const pull = (q - (same ? q / hit : 0)) / sheet.length;
      const d = difference(i, j);
      const z = project(p.map, d);
      for (let r = 0; r < z.length; r++) {
        for (let k = 0; k < d.length; k++) map[r][k] -= (2 * pull * z[r] * d[k]) / reach;
        logReach += (pull * z[r] * z[r]) / reach;
      }
    }
  }
  const loss = table.reduce((sum, row, i) => sum - Math.log(correct(row, i)), 0) / sheet.length;
  return { loss, gradient: { map, logReach } };
}
