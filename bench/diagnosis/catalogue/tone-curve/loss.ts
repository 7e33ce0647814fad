// A look-up table with linear interpolation (a tone curve) behind gain and offset; a second difference keeps it smooth.
// Offset 0 puts two pixels exactly on nodes of the table, where the loss has a kink in gain and offset.
export const nodes = 6;
export const spacing = 0.25;
export const smoothing = 0.06;

export const pixels = [0.06, 0.11, 0.2, 0.34, 0.4, 0.47, 0.56, 0.63, 0.77, 0.93];
export const wanted = [0.03, 0.1, 0.12, 0.31, 0.52, 0.45, 0.71, 0.64, 0.92, 0.97];

export const params = {
  table: [-0.02, 0.18, 0.5, 0.81, 0.9, 1.05],
  gain: 1.25,
  offset: 0,
};
export type Params = typeof params;

/** Cell of the table, and how far into it, 0 to 1. */
export function locate(p: Params, pixel: number): { cell: number; into: number } {
  const t = (p.gain * pixel + p.offset) / spacing;
  const cell = Math.min(Math.max(Math.floor(t), 0), nodes - 2);
  return { cell, into: t - cell };
}

export function tone(p: Params, pixel: number): number {
  const { cell, into } = locate(p, pixel);
  return (1 - into) * p.table[cell] + into * p.table[cell + 1];
}

export function loss(p: Params): number {
  let sum = 0;
  for (let n = 0; n < pixels.length; n++) {
    sum += (tone(p, pixels[n]) - wanted[n]) ** 2;
  }
  let rough = 0;
  for (let i = 1; i + 1 < nodes; i++) {
    rough += (p.table[i - 1] - 2 * p.table[i] + p.table[i + 1]) ** 2;
  }
  return sum + smoothing * rough;
}
