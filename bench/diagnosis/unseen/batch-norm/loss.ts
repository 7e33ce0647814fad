// Linear -> batch norm -> leaky ReLU -> linear read-out, all map and reduce over columns and rows.
const stream = (seed: number): (() => number) => {
  let s = seed;
  return () => (s = (s * 16807) % 2147483647) / 2147483647 - 0.5;
};
const next = stream(4711);
export const range = (n: number) => [...Array(n).keys()];
export const sum = (v: number[]) => v.reduce((a, b) => a + b, 0);
export const mean = (v: number[]) => sum(v) / v.length;
export const dot = (a: number[], b: number[]) => sum(a.map((v, i) => v * b[i]));
export const column = (m: number[][], j: number) => m.map((row) => row[j]);

export const batch = 9;
export const hidden = 4;
export const eps = 0.01;
export const slope = 0.2;

export const inputs = range(batch).map(() => range(3).map(() => 2 * next()));
export const wanted = range(batch).map(() => 2 * next());

export const params = {
  weights: range(hidden).map(() => range(3).map(() => 1.6 * next())),
  gamma: range(hidden).map(() => 1 + next()),
  beta: range(hidden).map(() => 0.6 * next()),
  readout: range(hidden).map(() => 2 * next()),
};
export type Params = typeof params;

export const normalise = (z: number[]) => {
  const mu = mean(z);
  const variance = mean(z.map((v) => (v - mu) ** 2));
  const inverse = 1 / Math.sqrt(variance + eps);
  return { inverse, xhat: z.map((v) => (v - mu) * inverse) };
};
export const leaky = (v: number) => (v > 0 ? v : slope * v);

export const forward = (p: Params) => {
  const units = range(hidden).map((j) => {
    const z = inputs.map((x) => dot(p.weights[j], x));
    const { inverse, xhat } = normalise(z);
    const y = xhat.map((v) => p.gamma[j] * v + p.beta[j]);
    return { inverse, xhat, y, a: y.map(leaky) };
  });
  const out = range(batch).map((n) => sum(units.map((u, j) => p.readout[j] * u.a[n])));
  return { units, out };
};

export const loss = (p: Params) => mean(forward(p).out.map((o, n) => (o - wanted[n]) ** 2));
