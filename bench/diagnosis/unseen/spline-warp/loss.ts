// Fits a planar cubic B-spline curve to time-stamped points; time is stretched and shifted, roughness is penalised.
export const degree = 3;
export const controls = 8;
export const knots = Float64Array.from({ length: controls + degree + 1 }, (_, i) => i - degree); // uniform, 0 .. 5 inside

/** Cox-de Boor, recursively. */
export function basis(i: number, k: number, t: number): number {
  if (k === 0) return t >= knots[i] && t < knots[i + 1] ? 1 : 0;
  const rise = (t - knots[i]) / (knots[i + k] - knots[i]);
  const fall = (knots[i + k + 1] - t) / (knots[i + k + 1] - knots[i + 1]);
  return rise * basis(i, k - 1, t) + fall * basis(i + 1, k - 1, t);
}

let word = 1;
function next(): number {
  word = (Math.imul(word, 1597334677) + 12345) >>> 0;
  return word / 4294967296 - 0.5;
}

export interface Sample {
  time: number;
  at: [number, number];
}
export const samples: Sample[] = [];
for (let m = 0; m < 21; m++) {
  const s = m / 20;
  samples.push({ time: s, at: [Math.cos(4 * s) + 0.3 * next(), Math.sin(5 * s) + 0.3 * next()] });
}
export const smoothing = 0.03;

export const params = {
  points: Array.from({ length: controls }, (_, i) => [Math.cos(0.8 * i) + 0.4 * next(), Math.sin(i) + 0.4 * next()]),
  warp: { logSpeed: 1.45, shift: 0.31 },
};
export type Params = typeof params;

export const clock = (p: Params, time: number) => p.warp.shift + Math.exp(p.warp.logSpeed) * time;

export function curve(p: Params, t: number): [number, number] {
  let x = 0;
  let y = 0;
  for (let i = 0; i < controls; i++) {
    const w = basis(i, degree, t);
    x += w * p.points[i][0];
    y += w * p.points[i][1];
  }
  return [x, y];
}

export function loss(p: Params): number {
  let misfit = 0;
  for (const { time, at } of samples) {
    const [x, y] = curve(p, clock(p, time));
    misfit += 0.5 * ((x - at[0]) ** 2 + (y - at[1]) ** 2);
  }
  let roughness = 0;
  for (let i = 1; i < controls - 1; i++) {
    for (let c = 0; c < 2; c++) {
      const bend = p.points[i - 1][c] - 2 * p.points[i][c] + p.points[i + 1][c];
      roughness += bend ** 2;
    }
  }
  return misfit + smoothing * roughness;
}
