// Two-layer perceptron with a linear skip, row-major Float64Arrays. y = W2 tanh(W1 x + b1) + S x + b2.
export const N = 12,
  D = 4,
  H = 5,
  O = 3;

function lcg(seed: number) {
  let s = seed >>> 0;
  return () => {
    s = (Math.imul(s, 1664525) + 1013904223) >>> 0;
    return s / 4294967296 - 0.5;
  };
}
const rnd = lcg(77);
const make = (n: number, scale: number) => Float64Array.from({ length: n }, () => scale * rnd());

export const x = make(N * D, 3);
export const target = make(N * O, 2);
export const importance = Float64Array.from({ length: N }, () => 1 + rnd());

export const params = {
  W1: make(H * D, 1.6),
  b1: make(H, 0.6),
  W2: make(O * H, 1.6),
  b2: make(O, 0.6),
  S: make(O * D, 0.8),
};
export type Params = typeof params;

/** Hidden activations, N x H, and outputs, N x O. */
export function forward(p: Params) {
  const h = new Float64Array(N * H);
  const y = new Float64Array(N * O);
  for (let n = 0; n < N; n++) {
    for (let j = 0; j < H; j++) {
      let z = p.b1[j];
      for (let i = 0; i < D; i++) z += p.W1[j * D + i] * x[n * D + i];
      h[n * H + j] = Math.tanh(z);
    }
    for (let k = 0; k < O; k++) {
      let s = p.b2[k];
      for (let j = 0; j < H; j++) s += p.W2[k * H + j] * h[n * H + j];
      for (let i = 0; i < D; i++) s += p.S[k * D + i] * x[n * D + i];
      y[n * O + k] = s;
    }
  }
  return { h, y };
}

export function loss(p: Params) {
  const { y } = forward(p);
  let total = 0;
  for (let n = 0; n < N; n++) {
    for (let k = 0; k < O; k++) {
      const e = y[n * O + k] - target[n * O + k];
      total += importance[n] * e * e;
    }
  }
  return total / (2 * N);
}
