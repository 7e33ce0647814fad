import { project, seen, toCamera, unit, world } from './loss.js';
import type { Params, Quat, Vec3 } from './loss.js';

export { params, loss } from './loss.js';

/** Pulls dL/dR back to the unit quaternion. */
function rotationBackward([w, x, y, z]: Quat, d: number[][]): Quat {
  return [
    2 * (-z * d[0][1] + y * d[0][2] + z * d[1][0] - x * d[1][2] - y * d[2][0] + x * d[2][1]),
    2 * (y * (d[0][1] + d[1][0]) + z * (d[0][2] + d[2][0]) - 2 * x * (d[1][1] + d[2][2]) + w * (d[2][1] - d[1][2])),
    2 * (x * (d[0][1] + d[1][0]) + z * (d[1][2] + d[2][1]) - 2 * y * (d[0][0] + d[2][2]) + w * (d[0][2] - d[2][0])),
    2 * (x * (d[0][2] + d[2][0]) + y * (d[1][2] + d[2][1]) - 2 * z * (d[0][0] + d[1][1]) + w * (d[1][0] - d[0][1])),
  ];
}

export function gradient(p: Params): Params {
  const { n, norm } = unit(p.q);
  const f = Math.exp(p.logFocal);
  const dR = [0, 1, 2].map(() => [0, 0, 0]);
  const shift: Vec3 = [0, 0, 0];
  const center: [number, number] = [0, 0];
  let logFocal = 0;

  world.forEach((point, i) => {
    const camera = toCamera(p, point);
    const [x, y, z] = camera;
    const [u, v] = project(p, camera);
    const eu = u - seen[i][0];
    const ev = v - seen[i][1];
    const du = eu;
    const dv = ev;
    center[0] += du;
    center[1] += dv;
    logFocal += (f * (du * x + dv * y)) / z;
    const dCamera: Vec3 = [(f * du) / z, (f * dv) / z, (-f * (du * x + dv * y)) / (z * z)];
    for (let r = 0; r < 3; r++) {
      shift[r] += dCamera[r];
      for (let c = 0; c < 3; c++) dR[r][c] += dCamera[r] * point[c];
    }
  });

  const dn = rotationBackward(n, dR);
  const along = dn.reduce((s, d, k) => s + d * n[k], 0);
  return { q: dn.map((d, k) => (d - along * n[k]) / norm) as Quat, shift, logFocal, center };
}
