// A feed-forward block: layer normalisation, a wider layer with GELU, a projection back, residual; squared error.
export const width = 4;
export const wide = 5;
export const epsilon = 1e-5;

const grid = (rows: number, columns: number, phase: number, scale: number): number[][] =>
  [...Array(rows).keys()].map((i) =>
    [...Array(columns).keys()].map((j) => scale * Math.cos(phase + 1.9 * i - 3.1 * j + i * j)),
  );

export const tokens = grid(6, width, 0.3, 1.4);
export const goals = grid(6, width, 1.7, 0.9);

export const params = {
  gain: [1.1, 0.8, 1.3, 0.6],
  shift: [0.1, -0.2, 0.3, 0.05],
  up: grid(width, wide, 0.9, 0.6),
  upBias: grid(1, wide, 2.2, 0.3)[0],
  down: grid(wide, width, 4.1, 0.5),
  downBias: grid(1, width, 5.5, 0.2)[0],
};
export type Params = typeof params;

const mean = (v: number[]) => v.reduce((a, b) => a + b, 0) / v.length;

export function normalise(token: number[]) {
  const centre = mean(token);
  const spread = Math.sqrt(mean(token.map((v) => (v - centre) ** 2)) + epsilon);
  return { spread, unit: token.map((v) => (v - centre) / spread) };
}

export const cubic = (z: number) => Math.sqrt(2 / Math.PI) * (z + 0.044715 * z ** 3);

export const gelu = (z: number) => 0.5 * z * (1 + Math.tanh(cubic(z)));

export function forward(p: Params, token: number[]) {
  const { unit } = normalise(token);
  const scaled = unit.map((u, i) => u * p.gain[i] + p.shift[i]);
  const z = p.upBias.map((b, j) => scaled.reduce((sum, s, i) => sum + s * p.up[i][j], b));
  const a = z.map(gelu);
  const y = p.downBias.map((b, k) => a.reduce((sum, v, j) => sum + v * p.down[j][k], b));
  // The second half of the block normalises once more what has been projected.
  const again = normalise(y.map((v, k) => v + token[k]));
  return { unit, scaled, z, a, again };
}

export function loss(p: Params): number {
  const errors = tokens.map((token, n) => {
    const { again } = forward(p, token);
    return again.unit.reduce((sum, u, k) => sum + (u - goals[n][k]) ** 2, 0);
  });
  return mean(errors);
}
