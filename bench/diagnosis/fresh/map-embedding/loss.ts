// A map of few items in the plane: Student-t similarities are to match given ones, by the Kullback-Leibler divergence.
const COUNT = 6;
export { COUNT };

const affinity: number[][] = [];
let mass = 0;
for (let i = 0; i < COUNT; i++) {
  affinity[i] = [];
  for (let j = 0; j < COUNT; j++) {
    const near = Math.exp(-Math.abs((i % 3) - (j % 3)) - 0.3 * Math.abs(i - j));
    affinity[i][j] = i === j ? 0 : near;
    mass += affinity[i][j];
  }
}
export const P = affinity.map((row) => row.map((v) => v / mass));

export const params = {
  Y: [
    [0.3, -0.6],
    [-0.9, 0.2],
    [0.5, 0.8],
    [0.1, -1.1],
    [-0.4, 0.7],
    [1.2, 0.1],
  ],
  logFreedom: 0.2,
};
export type Params = typeof params;

/** Unnormalised similarities: (1 + d²/ν)^(-(ν + 1)/2). */
export function kernel({ Y, logFreedom }: Params) {
  const nu = Math.exp(logFreedom);
  const D = Y.map((a) => Y.map((b) => (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2));
  const K = D.map((row, i) => row.map((d, j) => (i === j ? 0 : (1 + d / nu) ** (-(nu + 1) / 2))));
  let Z = 0;
  for (const row of K) for (const k of row) Z += k;
  return { nu, D, K, Z };
}

export function loss(p: Params): number {
  const { K, Z } = kernel(p);
  let divergence = 0;
  for (let i = 0; i < COUNT; i++) {
    for (let j = 0; j < COUNT; j++) {
      if (i !== j) divergence += P[i][j] * (Math.log(P[i][j]) - Math.log(K[i][j] / Z));
    }
  }
  return divergence;
}
