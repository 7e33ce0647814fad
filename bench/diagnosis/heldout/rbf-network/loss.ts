// Gaussian bumps with centres and logarithms of widths, a linear mix and a ridge, fitted with a Huber loss.
export const bumps = 4;
export const delta = 0.35;
export const ridge = 0.04;

export const points = Array.from({ length: 15 }, (_, n) => {
  const x = [Math.sin(1.1 * n) * 2, Math.cos(0.7 * n + 0.2) * 2];
  return { x, y: Math.sin(x[0]) - 0.5 * x[1] + (n % 5 === 0 ? 1.2 : 0) };
});

export const params = {
  centres: [
    [0.8, -0.6],
    [-1.1, 0.9],
    [0.3, 1.4],
    [-0.7, -1.2],
  ],
  logWidths: [0.1, -0.2, 0.3, 0.05],
  mix: [0.9, -0.7, 0.4, -0.5],
  level: 0.15,
};
export type Params = typeof params;

export const square = (v: number): number => v * v;

export const distance2 = (a: number[], b: number[]): number => a.reduce((sum, v, k) => sum + square(v - b[k]), 0);

export const bump = (p: Params, x: number[], j: number): number =>
  Math.exp((-0.5 * distance2(x, p.centres[j])) / Math.exp(2 * p.logWidths[j]));

export function predict(p: Params, x: number[]): number {
  let y = p.level;
  for (let j = 0; j < bumps; j++) y += p.mix[j] * bump(p, x, j);
  return y;
}

export function huber(r: number): number {
  if (Math.abs(r) <= delta) return 0.5 * r * r;
  return delta * (Math.abs(r) - 0.5 * delta);
}

export function loss(p: Params): number {
  let total = 0;
  for (const { x, y } of points) total += huber(predict(p, x) - y);
  return total / points.length + ridge * p.mix.reduce((sum, m) => sum + square(m), 0);
}
