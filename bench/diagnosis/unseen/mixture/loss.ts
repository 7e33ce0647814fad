// Mixture of axis-aligned Gaussians: negative mean log-likelihood, weights by logits, spreads by logs, a prior on the means.
function* lcg(seed: number): Generator<number, never> {
  for (;;) {
    seed = (seed * 48271) % 2147483647;
    yield seed / 2147483647 - 0.5;
  }
}
const stream = lcg(1234);
const next = () => stream.next().value;

export const components = 3;
export const points = Array.from({ length: 16 }, (_, i) => [(i % 3) * 1.5 - 1 + next(), (i % 2) * 1.2 + 1.4 * next()]);
export const priorPrecision = 0.3;

export const params = Array.from({ length: components }, (_, k) => ({
  logit: 0.8 * next(),
  mean: [1.2 * k - 1 + next(), next()],
  logScale: [0.6 * next(), 0.6 * next()],
}));
export type Params = typeof params;

export const logSumExp = (v: number[]) => {
  const top = Math.max(...v);
  return top + Math.log(v.reduce((s, x) => s + Math.exp(x - top), 0));
};

/** Log of weight times density of each component at x. */
export const joint = (p: Params, x: number[]) => {
  const normaliser = logSumExp(p.map((c) => c.logit));
  return p.map((c) => {
    let log = c.logit - normaliser;
    for (let j = 0; j < x.length; j++) {
      const u = (x[j] - c.mean[j]) / Math.exp(c.logScale[j]);
      log -= 0.5 * u * u + c.logScale[j] + 0.5 * Math.log(2 * Math.PI);
    }
    return log;
  });
};

export const loss = (p: Params) => {
  const data = points.reduce((s, x) => s - logSumExp(joint(p, x)), 0) / points.length;
  const prior = p.reduce((s, c) => s + c.mean.reduce((a, m) => a + m * m, 0), 0);
  return data + 0.5 * priorPrecision * prior;
};
