// A linear-tanh variational auto-encoder with fixed noise: Gaussian reconstruction with learnt spread, plus beta times KL.
type Rows = number[][];

let r = 6;
const draw = (): number => (r = (r * 7141 + 54773) % 259200) / 259200 - 0.5;
const rows = (m: number, n: number, s: number): Rows => [...Array(m)].map(() => [...Array(n)].map(() => s * draw()));

const visible = 4;
const latent = 2;
export const X: Rows = rows(6, visible, 3);
export const noise: Rows = rows(6, latent, 3);
export const beta = 0.7;

export const params = {
  encoder: { mean: rows(latent, visible, 1.4), logVar: rows(latent, visible, 1), logVarBias: [-0.5, 0.3] },
  decoder: { W: rows(visible, latent, 2), b: rows(1, visible, 0.6)[0], V: rows(visible, visible, 1.2) },
  logSpread: -0.3,
};
export type Params = typeof params;

export const affine = (W: Rows, v: number[], b?: number[]): number[] =>
  W.map((row, i) => row.reduce((s, w, j) => s + w * v[j], b ? b[i] : 0));

export function forward({ encoder, decoder }: Params, x: number[], eps: number[]) {
  const mean = affine(encoder.mean, x);
  const logVar = affine(encoder.logVar, x, encoder.logVarBias);
  const z = mean.map((m, k) => m + Math.exp(0.5 * logVar[k]) * eps[k]);
  const hidden = affine(decoder.W, z, decoder.b).map((v) => Math.tanh(v));
  const out = affine(decoder.V, hidden);
  return { mean, logVar, z, hidden, out };
}

export function loss(p: Params): number {
  const precision = Math.exp(-2 * p.logSpread);
  let total = 0;
  X.forEach((x, n) => {
    const { mean, logVar, out } = forward(p, x, noise[n]);
    for (let i = 0; i < x.length; i++) total += 0.5 * precision * (x[i] - out[i]) ** 2 + p.logSpread;
    for (let k = 0; k < mean.length; k++) {
      total += 0.5 * beta * (mean[k] ** 2 + Math.exp(logVar[k]) - logVar[k] - 1);
    }
  });
  return total / X.length;
}
