// Zero-inflated Poisson regression with exposures and group effects, all pure functions over records.
const numbers = (seed: number, count: number): number[] =>
  Array.from({ length: count }).reduce<number[]>(
    (list) => [...list, ((list.at(-1) ?? seed) * 25173 + 13849) % 65536],
    [],
  );
const uniform = numbers(11, 200).map((v) => v / 65536);

export type Visit = { exposure: number; group: number; z: number[]; count: number };
export const groups = 4;
export const visits: Visit[] = Array.from({ length: 24 }, (_, i) => {
  const [a, b, c, d] = uniform.slice(4 * i, 4 * i + 4);
  return {
    exposure: 0.5 + 2 * a,
    group: i % groups,
    z: [2 * b - 1, 2 * c - 1],
    count: d < 0.4 ? 0 : Math.floor(6 * d),
  };
});
export const precision = 1.5;

export const params = {
  slope: [0.4, -0.3],
  base: 0.2,
  effect: [0.3, -0.2, 0.1, -0.4],
  inflation: { intercept: -0.7, slope: 0.5 },
};
export type Params = typeof params;

export const sum = (v: number[]) => v.reduce((a, b) => a + b, 0);
export const sigmoid = (v: number) => 1 / (1 + Math.exp(-v));
const logFactorial = (k: number): number => (k < 2 ? 0 : Math.log(k) + logFactorial(k - 1));

export const rate = (p: Params, v: Visit) =>
  v.exposure * Math.exp(p.base + p.effect[v.group] + sum(v.z.map((z, j) => z * p.slope[j])));

export const absent = (p: Params, v: Visit) => sigmoid(p.inflation.intercept + p.inflation.slope * v.z[0]);

const logLikelihood = (p: Params) => (v: Visit) => {
  const mu = rate(p, v);
  const pi = absent(p, v);
  if (v.count === 0) return Math.log(pi + (1 - pi) * Math.exp(-mu));
  return Math.log(1 - pi) + v.count * Math.log(mu) - mu - logFactorial(v.count);
};

export const loss = (p: Params) => {
  const fit = -sum(visits.map(logLikelihood(p)));
  const shrinkage = 0.5 * precision * sum(p.effect.map((e) => e * e));
  return fit + shrinkage;
};
