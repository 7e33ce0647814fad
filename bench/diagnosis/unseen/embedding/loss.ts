// Continuous bag of words with negative sampling. Contexts repeat words, and a negative may be drawn twice.
export const vocabulary = 7;
export const dim = 4;

class Generator {
  #s: number;
  constructor(seed: number) {
    this.#s = seed;
  }
  unit() {
    this.#s = (this.#s * 16807) % 2147483647;
    return this.#s / 2147483647;
  }
  index(n: number) {
    return Math.floor(this.unit() * n);
  }
  table(rows: number) {
    return Float64Array.from({ length: rows * dim }, () => 2 * this.unit() - 1);
  }
}
const g = new Generator(555);

export interface Window {
  context: number[];
  word: number;
  negatives: number[];
}
export const windows: Window[] = Array.from({ length: 8 }, (_, i) => ({
  context: Array.from({ length: 2 + (i % 3) }, () => g.index(vocabulary)),
  word: g.index(vocabulary),
  negatives: Array.from({ length: 3 }, () => g.index(vocabulary)),
}));
windows[0].context = [2, 5, 2];
windows[3].negatives = [1, 4, 1];

export const params = { input: g.table(vocabulary), output: g.table(vocabulary), bias: new Float64Array(vocabulary) };
for (let w = 0; w < vocabulary; w++) params.bias[w] = 0.4 * g.unit() - 0.2;
export type Params = typeof params;

export function hidden(p: Params, context: number[]): Float64Array {
  const h = new Float64Array(dim);
  for (const w of context) {
    for (let i = 0; i < dim; i++) h[i] += p.input[w * dim + i] / context.length;
  }
  return h;
}

export function logit(p: Params, h: Float64Array, word: number): number {
  let s = p.bias[word];
  for (let i = 0; i < dim; i++) s += p.output[word * dim + i] * h[i];
  return s;
}

export const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));

export function loss(p: Params): number {
  let total = 0;
  for (const { context, word, negatives } of windows) {
    const h = hidden(p, context);
    total -= Math.log(sigmoid(logit(p, h, word)));
    for (const other of negatives) total -= Math.log(sigmoid(-logit(p, h, other)));
  }
  return total / windows.length;
}
