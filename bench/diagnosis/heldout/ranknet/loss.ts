// Pairs of documents of one query ranked by a small network: logistic loss on score differences, weighted by the gap in grade.
export const features = 3;
export const units = 4;

const u = (k: number) => Math.sin(k * 1.77 + 0.3 * k * k);
export const queries = [0, 1, 2].map((q) =>
  [0, 1, 2, 3].map((d) => ({
    x: Array.from({ length: features }, (_, j) => u(q * 31 + d * 7 + j)),
    grade: [2, 0, 1, 3][(d + q) % 4],
  })),
);
export type Document = (typeof queries)[number][number];

export const params = {
  inner: Array.from({ length: features }, (_, i) => Array.from({ length: units }, (__, j) => 0.8 * u(50 + 4 * i + j))),
  bias: Array.from({ length: units }, (_, j) => 0.3 * u(80 + j)),
  outer: Array.from({ length: units }, (_, j) => u(90 + j)),
  temperature: 0.7,
};
export type Params = typeof params;

export const softplus = (z: number) => Math.log(1 + Math.exp(z));
export const logistic = (z: number) => 1 / (1 + Math.exp(-z));

export function hidden(p: Params, { x }: Document): number[] {
  return p.bias.map((b, j) => x.reduce((z, v, i) => z + v * p.inner[i][j], b));
}

export function score(p: Params, document: Document): number {
  return hidden(p, document)
    .map(softplus)
    .reduce((s, a, j) => s + a * p.outer[j], 0);
}

/** Each pair once, the better one first. */
export function* pairs(query: Document[]): Generator<[Document, Document]> {
  for (const better of query) for (const worse of query) if (better.grade > worse.grade) yield [better, worse];
}

export function loss(p: Params): number {
  let sum = 0;
  let count = 0;
  for (const query of queries) {
    for (const [better, worse] of pairs(query)) {
      const gap = (score(p, better) - score(p, worse)) / p.temperature;
      const weight = better.grade - worse.grade;
      sum += weight * softplus(-gap);
      count++;
    }
  }
  return sum / count;
}
