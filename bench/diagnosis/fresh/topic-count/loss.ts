// Non-negative factorisation of a table of counts by Poisson deviance; both factors are softplus of free numbers.
export const documents = 4;
export const terms = 5;
export const topics = 2;
export const counts = [
  [3, 0, 1, 2, 0],
  [0, 4, 0, 1, 2],
  [2, 1, 3, 0, 1],
  [1, 0, 0, 5, 2],
];

const seeded = (rows: number, columns: number, seed: number) =>
  Array.from({ length: rows }, (_, i) =>
    Array.from({ length: columns }, (__, j) => Math.sin(seed + 2.3 * i * columns + 1.7 * j)),
  );
export const params = {
  A: seeded(documents, topics, 1),
  B: seeded(topics, terms, 4),
  base: [0.1, -0.2, 0.3, 0.2, -0.4],
};
export type Params = typeof params;

export const softplus = (z: number): number => Math.log(1 + Math.exp(z));
const map = (M: number[][], f: (v: number) => number) => M.map((row) => row.map(f));
const matmul = (M: number[][], N: number[][]) =>
  M.map((row) => N[0].map((_, j) => row.reduce((s, v, k) => s + v * N[k][j], 0)));

export function forward({ A, B, base }: Params) {
  const U = map(A, softplus);
  const V = map(B, softplus);
  const M = matmul(U, V).map((row) => row.map((v, j) => v + Math.exp(base[j])));
  return { U, V, M };
}

export function loss(p: Params): number {
  const { U, M } = forward(p);
  let deviance = 0;
  counts.forEach((row, i) =>
    row.forEach((n, j) => {
      deviance += M[i][j];
      if (n > 0) deviance -= n * Math.log(M[i][j]);
    }),
  );
  const sparsity = U.flat().reduce((s, u) => s + Math.sqrt(u), 0);
  return deviance / (documents * terms) + 0.1 * sparsity;
}
