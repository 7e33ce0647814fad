// Bundle adjustment in small: the pose and the lens of a camera from marks in space, with Huber's loss on what is seen.
export type Vec = readonly [number, number, number];
export const marks: Vec[] = [
  [0.5, 0.2, 3.1],
  [-0.7, 0.4, 2.6],
  [0.3, -0.8, 3.6],
  [-0.2, -0.5, 2.9],
  [0.9, 0.7, 4.2],
  [-1.1, -0.3, 3.8],
];
export const seen: [number, number][] = [
  [0.22, 0.15],
  [-0.33, 0.05],
  [0.16, -0.2],
  [0.02, -0.28],
  [0.31, 0.62],
  [-0.2, -0.07],
];
export const DELTA = 0.08;

export const params = {
  yaw: 0.06,
  pitch: -0.05,
  roll: 0.13,
  move: [0.05, -0.08, 0.12],
  focal: 1.1,
  distortion: -0.15,
};
export type Params = typeof params;

export type Matrix = number[][];
export const times = (A: Matrix, B: Matrix): Matrix =>
  A.map((row) => B[0].map((_, j) => row.reduce((sum, a, k) => sum + a * B[k][j], 0)));

export const aboutY = (a: number): Matrix => [
  [Math.cos(a), 0, Math.sin(a)],
  [0, 1, 0],
  [-Math.sin(a), 0, Math.cos(a)],
];
export const aboutX = (a: number): Matrix => [
  [1, 0, 0],
  [0, Math.cos(a), -Math.sin(a)],
  [0, Math.sin(a), Math.cos(a)],
];
export const aboutZ = (a: number): Matrix => [
  [Math.cos(a), -Math.sin(a), 0],
  [Math.sin(a), Math.cos(a), 0],
  [0, 0, 1],
];

export const apply = (R: Matrix, v: Vec): Vec => [
  R[0][0] * v[0] + R[0][1] * v[1] + R[0][2] * v[2],
  R[1][0] * v[0] + R[1][1] * v[1] + R[1][2] * v[2],
  R[2][0] * v[0] + R[2][1] * v[1] + R[2][2] * v[2],
];

export function project(p: Params, mark: Vec) {
  const R = times(aboutZ(p.roll), times(aboutX(p.pitch), aboutY(p.yaw)));
  const turned = apply(R, mark);
  const at: Vec = [turned[0] + p.move[0], turned[1] + p.move[1], turned[2] + p.move[2]];
  const a = at[0] / at[2];
  const b = at[1] / at[2];
  const r2 = a * a + b * b;
  const bend = 1 + p.distortion * r2;
  return { at, a, b, r2, bend, u: p.focal * bend * a, v: p.focal * bend * b };
}

export const huber = (e: number): number => (Math.abs(e) <= DELTA ? (e * e) / 2 : DELTA * (Math.abs(e) - DELTA / 2));

export function loss(p: Params): number {
  let sum = 0;
  for (let i = 0; i < marks.length; i++) {
    const { u, v } = project(p, marks[i]);
    sum += huber(u - seen[i][0]) + huber(v - seen[i][1]);
  }
  return 100 * sum;
}
