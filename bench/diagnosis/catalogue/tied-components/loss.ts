// Principal components by reconstruction with tied weights: code = W (x - mu), rebuilt = Wᵀ code + mu; W kept near orthonormal.
type Vec = readonly number[];
export const dot = (a: Vec, b: Vec): number => a.reduce((s, v, i) => s + v * b[i], 0);

const weyl = (n: number): number => ((n * 0.6180339887498949) % 1) - 0.5;
export const d = 4;
export const k = 3;
export const samples: number[][] = Array.from({ length: 9 }, (_, n) =>
  Array.from({ length: d }, (__, i) => 2 * weyl(7 * n + 3 * i * i + 1) + 0.3 * i),
);
export const stiffness = 0.4;

export const params = {
  W: Array.from({ length: k }, (_, r) => Array.from({ length: d }, (__, i) => 1.4 * weyl(50 + 5 * r + 2 * i))),
  mu: [0.2, -0.1, 0.4, 0.1],
};
export type Params = typeof params;

export const encode = (p: Params, x: Vec): number[] => {
  const centred = x.map((v, i) => v - p.mu[i]);
  return p.W.map((row) => dot(row, centred));
};

export const decode = (p: Params, code: Vec): number[] =>
  p.mu.map((m, i) => m + code.reduce((s, c, r) => s + c * p.W[r][i], 0));

/** W Wᵀ - I */
export const skew = (p: Params): number[][] => p.W.map((a, r) => p.W.map((b, s) => dot(a, b) - (r === s ? 1 : 0)));

export const loss = (p: Params): number => {
  const error = samples.reduce((sum, x) => {
    const rebuilt = decode(p, encode(p, x));
    return sum + x.reduce((s, v, i) => s + (rebuilt[i] - v) ** 2, 0);
  }, 0);
  const penalty = skew(p).reduce((sum, row) => sum + dot(row, row), 0);
  return error / samples.length + stiffness * penalty;
};
