// A volatility model: the variance of each day is a recursion over the shocks before; Student-t likelihood of fixed freedom.
export const returns = Float64Array.of(0.4, -1.1, 0.3, 0.8, -0.2, -1.9, 1.2, 0.1, -0.6, 0.9, -0.3, 0.5);
export const NU = 6;

export const params = { mean: 0.05, logBase: -1.8, reaction: -1.2, memory: 0.4, leverage: 0.15 };
export type Params = typeof params;

/** Shares of the past by a softmax over reaction, memory and rest, so that they stay below one. */
export function shares({ reaction, memory }: Params) {
  const a = Math.exp(reaction);
  const b = Math.exp(memory);
  const total = 1 + a + b;
  return { alpha: a / total, beta: b / total };
}

export function variances(p: Params) {
  const { alpha, beta } = shares(p);
  const base = Math.exp(p.logBase);
  const shock = returns.map((r) => r - p.mean);
  const h = new Float64Array(returns.length);
  h[0] = base / (1 - alpha - beta);
  for (let t = 1; t < h.length; t++) {
    const e = shock[t - 1];
    const bad = e < 0 ? p.leverage * e * e : 0;
    h[t] = base + alpha * e * e + bad + beta * h[t - 1];
  }
  return { alpha, beta, base, shock, h };
}

export function loss(p: Params): number {
  const { shock, h } = variances(p);
  let sum = 0;
  for (let t = 0; t < h.length; t++) {
    sum += 0.5 * Math.log(h[t]);
    sum += 0.5 * (NU + 1) * Math.log(1 + shock[t] ** 2 / (NU * h[t]));
  }
  return sum / h.length;
}
