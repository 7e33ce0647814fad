// Sentences of word numbers: tied embeddings, a position table, layer normalisation, mean pooling, classes by the embeddings of tags.
export const sentences = [
  [1, 4, 2, 4],
  [3, 0, 5],
  [2, 2, 5, 1, 0],
  [4, 3],
];
export const tags = [0, 2, 1, 2];
export const width = 4;
export const EPSILON = 1e-5;

const rows = (n: number, seed: number): number[][] =>
  Array.from({ length: n }, (_, i) =>
    Array.from({ length: width }, (__, j) => 0.9 * Math.cos(seed + 1.3 * i + 2.1 * j + 0.5 * i * j)),
  );

export const params = {
  words: rows(6, 0.2),
  places: rows(5, 1.8),
  gain: [1.1, 0.8, 0.9, 1.3],
  shift: [0.1, -0.1, 0.2, 0],
  tags: rows(3, 3.3),
};
export type Params = typeof params;

export const normalise = (x: number[]) => {
  const mean = x.reduce((a, b) => a + b, 0) / width;
  const centred = x.map((v) => v - mean);
  const spread = Math.sqrt(centred.reduce((s, v) => s + v * v, 0) / width + EPSILON);
  return { spread, unit: centred.map((v) => v / spread) };
};

export function read(p: Params, sentence: number[]) {
  const tokens = sentence.map((word, t) => normalise(p.words[word].map((v, k) => v + p.places[t][k])));
  const pooled = p.gain.map((gain, k) => {
    let sum = 0;
    for (const { unit } of tokens) sum += gain * unit[k] + p.shift[k];
    return sum / sentence.length;
  });
  const scores = p.tags.map((tag) => tag.reduce((s, v, k) => s + v * pooled[k], 0) / Math.sqrt(width));
  return { tokens, pooled, scores };
}

export const probabilities = (scores: number[]): number[] => {
  const e = scores.map((s) => Math.exp(s));
  const total = e.reduce((a, b) => a + b, 0);
  return e.map((v) => v / total);
};

export function loss(p: Params): number {
  let sum = 0;
  sentences.forEach((sentence, n) => {
    const q = probabilities(read(p, sentence).scores);
    sum -= Math.log(q[tags[n]]);
  });
  return sum;
}
