// Two graph convolutions that share one weight matrix, on a directed graph with self-loops; node labels by softmax.
export const nodes = 7;
export const dim = 3;

const edges: [number, number][] = [
  [0, 1],
  [1, 2],
  [2, 0],
  [3, 2],
  [4, 3],
  [4, 1],
  [5, 4],
  [6, 5],
  [0, 6],
  [2, 6],
];

let seed = 13;
const u = () => ((seed = (seed * 171) % 30269) / 30269) * 2 - 1;

/** Row-normalised adjacency: node i averages over itself and the nodes its edges point to. */
export const P: Float64Array[] = Array.from({ length: nodes }, (_, i) => {
  const row = new Float64Array(nodes);
  row[i] = 1;
  for (const [a, b] of edges) if (a === i) row[b] = 1;
  const degree = row.reduce((s, v) => s + v, 0);
  return row.map((v) => v / degree);
});
export const known: { node: number; label: number }[] = [
  { node: 0, label: 2 },
  { node: 2, label: 0 },
  { node: 3, label: 1 },
  { node: 5, label: 1 },
];

const rows = (n: number, size: number) =>
  Array.from({ length: n }, () => Float64Array.from({ length: dim }, () => size * u()));
export interface Params {
  features: Float64Array[];
  W: Float64Array[];
  b: Float64Array;
  readout: Float64Array[];
}
export const params: Params = {
  features: rows(nodes, 1),
  W: rows(dim, 1.2),
  b: rows(1, 0.4)[0],
  readout: rows(dim, 1.5),
};
export const smooth = (X: Float64Array[]): Float64Array[] =>
  P.map((row) => {
    const out = new Float64Array(dim);
    row.forEach((weight, j) => X[j].forEach((v, c) => (out[c] += weight * v)));
    return out;
  });

export function times(X: Float64Array[], W: Float64Array[]): Float64Array[] {
  return X.map((row) => Float64Array.from({ length: dim }, (_, c) => row.reduce((s, v, k) => s + v * W[k][c], 0)));
}

/** ELU, smooth enough. */
export const elu = (z: number) => (z > 0 ? z : Math.exp(z) - 1);

export function layer(p: Params, X: Float64Array[]) {
  const S = smooth(X);
  const Z = times(S, p.W).map((row) => row.map((v, c) => v + p.b[c]));
  const H = Z.map((row) => row.map(elu));
  return { S, Z, H };
}

export function forward(p: Params) {
  const first = layer(p, p.features);
  const second = layer(p, first.H);
  const logits = times(second.H, p.readout);
  return { first, second, logits };
}

export function loss(p: Params): number {
  const { logits } = forward(p);
  let sum = 0;
  for (const { node, label } of known) {
    const z = logits[node];
    sum += Math.log(z.reduce((s, v) => s + Math.exp(v), 0)) - z[label];
  }
  return sum / known.length;
}
