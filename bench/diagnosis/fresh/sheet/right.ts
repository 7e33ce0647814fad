import { edges, GRAVITY, pins, REST_AREA, signedArea, triangles } from './loss.js';
import type { Node, Params } from './loss.js';

export { loss, params } from './loss.js';

export function gradient({ nodes, stiffness }: Params): Params {
  const d = nodes.map((): Node => [0, GRAVITY]);
  let spring = 0;
  let area = 0;
  for (const [i, j, rest] of edges) {
    const dx = nodes[j][0] - nodes[i][0];
    const dy = nodes[j][1] - nodes[i][1];
    const length = Math.sqrt(dx * dx + dy * dy);
    const stretch = length - rest;
    spring += 0.5 * stretch * stretch;
    const force = (stiffness.spring * stretch) / length;
    d[i][0] -= force * dx;
    d[i][1] -= force * dy;
    d[j][0] += force * dx;
    d[j][1] += force * dy;
  }
  for (const [i, j, k] of triangles) {
    const signed = signedArea(nodes[i], nodes[j], nodes[k]);
    const ratio = Math.abs(signed) / REST_AREA;
    area += ratio - 1 - Math.log(ratio);
    const dArea = (stiffness.area * (1 - 1 / ratio) * Math.sign(signed)) / REST_AREA;
    const around = [i, j, k];
    around.forEach((node, corner) => {
      const next = nodes[around[(corner + 1) % 3]];
      const last = nodes[around[(corner + 2) % 3]];
      d[node][0] += 0.5 * dArea * (next[1] - last[1]);
      d[node][1] += 0.5 * dArea * (last[0] - next[0]);
    });
  }
  for (const [key, [x, y]] of Object.entries(pins)) {
    const node = Number(key);
    d[node][0] += 10 * (nodes[node][0] - x);
    d[node][1] += 10 * (nodes[node][1] - y);
  }
  return { nodes: d, stiffness: { spring, area } };
}
