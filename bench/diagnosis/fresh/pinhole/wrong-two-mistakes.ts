import { aboutX, aboutY, aboutZ, apply, DELTA, marks, project, seen, times } from './loss.js';
import type { Matrix, Params, Vec } from './loss.js';

export { loss, params } from './loss.js';

const slopeOfHuber = (e: number): number => Math.max(-DELTA, Math.min(DELTA, e));
const dot = (a: Vec, b: Vec): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

const turnedY = (a: number): Matrix => [
  [-Math.sin(a), 0, Math.cos(a)],
  [0, 0, 0],
  [-Math.cos(a), 0, -Math.sin(a)],
];
const turnedX = (a: number): Matrix => [
  [0, 0, 0],
  [0, -Math.sin(a), -Math.cos(a)],
  [0, Math.cos(a), -Math.sin(a)],
];

export function gradient(p: Params): Params {
  const byYaw = times(aboutZ(p.roll), times(aboutX(p.pitch), turnedY(p.yaw)));
  const byPitch = times(aboutZ(p.roll), times(turnedX(p.pitch), aboutY(p.yaw)));
  const g: Params = { yaw: 0, pitch: 0, roll: 0, move: [0, 0, 0], focal: 0, distortion: 0 };
  for (let i = 0; i < marks.length; i++) {
    const { at, a, b, r2, bend, u, v } = project(p, marks[i]);
    const du = 100 * slopeOfHuber(u - seen[i][0]);
    const dv = 100 * slopeOfHuber(v - seen[i][1]);
    g.focal += du * a + dv * b;
    const dBend = p.focal * (du * a + dv * b);
    g.distortion += dBend * r2;
    const da = du * p.focal * bend + dBend * p.distortion * 2 * a;
    const db = dv * p.focal * bend + dBend * p.distortion * 2 * b;
    const d: Vec = [da / at[2], db / at[2], -(da * a + db * b) / at[2]];
    for (let k = 0; k < 3; k++) g.move[k] += d[k];
    g.yaw += dot(d, apply(byYaw, marks[i]));
    g.pitch += dot(d, apply(byPitch, marks[i]));
    g.roll += dot(d, apply(byPitch, marks[i]));
  }
  return g;
}
