// Camera pose from point matches: rotate by a quaternion (normalised inside), move, project, robust squared pixel error.
export type Vec3 = [number, number, number];
export type Quat = [number, number, number, number]; // w, x, y, z

class Lehmer {
  private s = 9001;
  next(): number {
    this.s = (this.s * 69621) % 2147483647;
    return this.s / 2147483647 - 0.5;
  }
}
const rng = new Lehmer();

export const world: Vec3[] = Array.from({ length: 10 }, () => [3 * rng.next(), 3 * rng.next(), 3 * rng.next()]);
export const seen: [number, number][] = world.map(([x, y, z]) => [
  (1.4 * (x + 0.2 * z)) / (z + 6) + 0.2 * rng.next(),
  (1.4 * (y - 0.1 * x)) / (z + 6) + 0.2 * rng.next(),
]);
export const delta = 0.12;

export interface Params {
  q: Quat;
  shift: Vec3;
  logFocal: number;
  center: [number, number];
}
export const params: Params = {
  q: [1.1, 0.25, -0.3, 0.2],
  shift: [0.2, -0.1, 5.5],
  logFocal: 0.3,
  center: [0.03, -0.05],
};

export function rotation([w, x, y, z]: Quat): number[][] {
  return [
    [1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
    [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
    [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)],
  ];
}

export function unit(q: Quat): { n: Quat; norm: number } {
  const norm = Math.hypot(...q);
  return { n: q.map((v) => v / norm) as Quat, norm };
}

export function toCamera(p: Params, point: Vec3): Vec3 {
  const R = rotation(unit(p.q).n);
  return R.map((row, i) => row[0] * point[0] + row[1] * point[1] + row[2] * point[2] + p.shift[i]) as Vec3;
}

export function project(p: Params, [x, y, z]: Vec3): [number, number] {
  const f = Math.exp(p.logFocal);
  return [(f * x) / z + p.center[0], (f * y) / z + p.center[1]];
}

export function loss(p: Params): number {
  let sum = 0;
  world.forEach((point, i) => {
    const [u, v] = project(p, toCamera(p, point));
    const e2 = (u - seen[i][0]) ** 2 + (v - seen[i][1]) ** 2;
    sum += delta ** 2 * (Math.sqrt(1 + e2 / delta ** 2) - 1); // pseudo-Huber
  });
  return sum;
}
