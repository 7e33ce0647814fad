// An affine warp of a grey picture with bilinear sampling, compared with a second picture after a change of contrast.
export const SIZE = 9;
const source: number[][] = Array.from({ length: SIZE }, (_, r) =>
  Array.from(
    { length: SIZE },
    (__, c) => Math.exp(-((r - 4.2) ** 2 + (c - 3.7) ** 2) / 9) + 0.2 * Math.sin(c - 0.7 * r),
  ),
);
export const target = (r: number, c: number) => Math.exp(-((r - 3.6) ** 2 + (c - 4.1) ** 2) / 7);

export const params = { rotate: 0.11, zoom: [1.05, 0.93], shift: [0.37, -0.29], contrast: 0.85, brightness: 0.05 };
export type Params = typeof params;

const middle = (SIZE - 1) / 2;

export interface Sample {
  u: number;
  v: number;
  row: number;
  column: number;
  fr: number;
  fc: number;
  corners: [number, number, number, number];
  value: number;
}

/** Where the pixel comes from, and what is there. */
export function sample(p: Params, r: number, c: number): Sample {
  const u = r - middle;
  const v = c - middle;
  const cos = Math.cos(p.rotate);
  const sin = Math.sin(p.rotate);
  const y = middle + p.zoom[0] * (cos * u - sin * v) + p.shift[0];
  const x = middle + p.zoom[1] * (sin * u + cos * v) + p.shift[1];
  const row = Math.floor(y);
  const column = Math.floor(x);
  const fr = y - row;
  const fc = x - column;
  const at = (i: number, j: number) => source[i]?.[j] ?? 0;
  const corners: Sample['corners'] = [
    at(row, column),
    at(row, column + 1),
    at(row + 1, column),
    at(row + 1, column + 1),
  ];
  const [a, b, d, e] = corners;
  const value = (1 - fr) * ((1 - fc) * a + fc * b) + fr * ((1 - fc) * d + fc * e);
  return { u, v, row, column, fr, fc, corners, value };
}

export function loss(p: Params): number {
  let sum = 0;
  for (let r = 2; r < SIZE - 2; r++) {
    for (let c = 2; c < SIZE - 2; c++) {
      const seen = p.contrast * sample(p, r, c).value + p.brightness;
      const miss = seen - target(r, c);
      sum += miss * miss;
    }
  }
  return sum / (SIZE - 4) ** 2 + 0.05 * (p.contrast - 1) ** 2;
}
