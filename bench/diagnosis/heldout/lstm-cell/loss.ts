// A long short-term memory cell read over a short sequence; its last output predicts a number.
export const inputs = 2;
export const hidden = 3;
export const steps = 5;

const wave = (k: number, scale: number) => scale * Math.sin(2.7 * k + 0.4 * k * k);
const table = (rows: number, columns: number, from: number, scale: number) =>
  Array.from({ length: rows }, (_, i) =>
    Array.from({ length: columns }, (__, j) => wave(from + i * columns + j, scale)),
  );

export const sequences = [0, 1, 2].map((s) => table(steps, inputs, 100 + 11 * s, 1.1));
export const targets = [0.3, -0.5, 0.8];

const gate = (from: number) => ({
  W: table(hidden, inputs, from, 0.7),
  U: table(hidden, hidden, from + 20, 0.6),
  b: table(1, hidden, from + 40, 0.3)[0],
});
export const params = {
  forget: gate(1),
  input: gate(2),
  output: gate(3),
  candidate: gate(4),
  read: { v: table(1, hidden, 5, 0.9)[0], c: 0.1 },
};
export type Params = typeof params;
export type Gate = Params['forget'];

export const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));

export function preactivate({ W, U, b }: Gate, x: number[], h: number[]): number[] {
  return b.map((bias, i) => {
    let z = bias;
    for (let j = 0; j < inputs; j++) z += W[i][j] * x[j];
    for (let j = 0; j < hidden; j++) z += U[i][j] * h[j];
    return z;
  });
}

export function step(p: Params, x: number[], h: number[], c: number[]) {
  const f = preactivate(p.forget, x, h).map(sigmoid);
  const i = preactivate(p.input, x, h).map(sigmoid);
  const o = preactivate(p.output, x, h).map(sigmoid);
  const g = preactivate(p.candidate, x, h).map((z) => Math.tanh(z));
  const cell = c.map((old, k) => f[k] * old + i[k] * g[k]);
  const out = cell.map((value, k) => o[k] * Math.tanh(value));
  return { x, h, c, f, i, o, g, cell, out };
}

export function run(p: Params, xs: number[][]) {
  let h = Array.from<number>({ length: hidden }).fill(0);
  let c = Array.from<number>({ length: hidden }).fill(0);
  const trace = [];
  for (const x of xs) {
    const now = step(p, x, h, c);
    trace.push(now);
    h = now.out;
    c = now.cell;
  }
  const guess = h.reduce((sum, value, k) => sum + p.read.v[k] * value, p.read.c);
  return { trace, h, guess };
}

export function loss(p: Params): number {
  let total = 0;
  sequences.forEach((xs, n) => {
    const miss = run(p, xs).guess - targets[n];
    total += 0.5 * miss * miss;
  });
  return total / sequences.length;
}
