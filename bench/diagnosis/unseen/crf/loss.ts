// Linear-chain CRF: negative log-likelihood of label sequences per token, log-partition by the forward algorithm.
let state = 90210;
const rand = () => {
  state = (state * 214013 + 2531011) % 4294967296;
  return state / 2147483648 - 1;
};

export const tags = 3;
export const features = 4;
type Sequence = { x: number[][]; y: number[] };
const lengths = [5, 3, 6, 1];
export const sequences: Sequence[] = lengths.map((n) => ({
  x: Array.from({ length: n }, () => Array.from({ length: features }, rand)),
  y: Array.from({ length: n }, () => Math.floor(((rand() + 1) / 2) * tags)),
}));
export const tokens = lengths.reduce((a, b) => a + b, 0);

export const params = {
  emission: Array.from({ length: features }, () => Array.from({ length: tags }, rand)),
  transition: Array.from({ length: tags }, () => Array.from({ length: tags }, rand)),
  start: Array.from({ length: tags }, () => 0.5 * rand()),
  end: Array.from({ length: tags }, () => 0.5 * rand()),
};
export type Params = typeof params;

export const logSumExp = (v: number[]): number => {
  const top = Math.max(...v);
  return top + Math.log(v.reduce((s, a) => s + Math.exp(a - top), 0));
};

export function emissions(p: Params, x: number[][]): number[][] {
  return x.map((row) => p.start.map((_, k) => row.reduce((s, v, f) => s + v * p.emission[f][k], 0)));
}

/** Log forward scores: alpha[t][k] sums over all paths that end with tag k at t. */
export function forwardScores(p: Params, e: number[][]): number[][] {
  const alpha = [e[0].map((s, k) => s + p.start[k])];
  for (let t = 1; t < e.length; t++) {
    alpha.push(e[t].map((s, k) => s + logSumExp(alpha[t - 1].map((a, j) => a + p.transition[j][k]))));
  }
  return alpha;
}

export function logPartition(p: Params, alpha: number[][]): number {
  return logSumExp(alpha[alpha.length - 1].map((a, k) => a + p.end[k]));
}

function pathScore(p: Params, e: number[][], y: number[]): number {
  let s = p.start[y[0]] + p.end[y[y.length - 1]];
  for (let t = 0; t < y.length; t++) s += e[t][y[t]];
  for (let t = 1; t < y.length; t++) s += p.transition[y[t - 1]][y[t]];
  return s;
}

export function loss(p: Params): number {
  let total = 0;
  for (const { x, y } of sequences) {
    const e = emissions(p, x);
    total += logPartition(p, forwardScores(p, e)) - pathScore(p, e, y);
  }
  return total / tokens;
}
