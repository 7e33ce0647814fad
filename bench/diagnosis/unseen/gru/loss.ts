// A GRU cell over a short sequence with a read-out at every step, as nested arrays; gate order: reset, update, candidate.
let s = 31415;
function random() {
  s = (s * 1103515245 + 12345) % 2147483648;
  return (2 * s) / 2147483648 - 1;
}
function randomMatrix(rows: number, cols: number, size: number): number[][] {
  const m: number[][] = [];
  for (let i = 0; i < rows; i++) {
    m[i] = [];
    for (let j = 0; j < cols; j++) m[i][j] = size * random();
  }
  return m;
}

export const steps = 6,
  inputs = 2,
  units = 3;
export const x = randomMatrix(steps, inputs, 1.5);
export const y = randomMatrix(steps, 1, 1).map((row) => row[0]);

const gate = () => ({
  W: randomMatrix(units, inputs, 1),
  U: randomMatrix(units, units, 1),
  b: randomMatrix(1, units, 0.5)[0],
});
export const params = {
  reset: gate(),
  update: gate(),
  candidate: gate(),
  out: randomMatrix(1, units, 1.2)[0],
  h0: randomMatrix(1, units, 0.8)[0],
};
export type Params = typeof params;

const sigmoid = (v: number) => 1 / (1 + Math.exp(-v));
export function affine(g: Params['reset'], input: number[], h: number[]): number[] {
  return g.b.map((b, i) => {
    let z = b;
    for (let j = 0; j < input.length; j++) z += g.W[i][j] * input[j];
    for (let j = 0; j < h.length; j++) z += g.U[i][j] * h[j];
    return z;
  });
}

export function run(p: Params) {
  let h = p.h0;
  const tape = [];
  for (let t = 0; t < steps; t++) {
    const before = h;
    const r = affine(p.reset, x[t], before).map(sigmoid);
    const u = affine(p.update, x[t], before).map(sigmoid);
    const gated = before.map((v, i) => r[i] * v);
    const c = affine(p.candidate, x[t], gated).map(Math.tanh);
    h = before.map((v, i) => (1 - u[i]) * v + u[i] * c[i]);
    const guess = h.reduce((a, v, i) => a + v * p.out[i], 0);
    tape.push({ before, r, u, gated, c, h, guess });
  }
  return tape;
}

export function loss(p: Params): number {
  let total = 0;
  run(p).forEach(({ guess }, t) => (total += (guess - y[t]) ** 2));
  return total / steps;
}
