// Cross-attention with two heads and a bias by distance; queries and memories are fixed, all weights flat and row-major.
export const LQ = 3;
export const LM = 4;
export const WIDTH = 4;
export const HEADS = 2;
export const SIZE = WIDTH / HEADS;

const wave = (n: number, a: number, b: number): Float64Array =>
  Float64Array.from({ length: n }, (_, i) => a * Math.sin(b * i + b));
export const queries = wave(LQ * WIDTH, 1.1, 2.3);
export const memory = wave(LM * WIDTH, 1.2, 1.7);
export const goal = wave(LQ * WIDTH, 0.8, 0.9);

export const params = {
  wq: wave(WIDTH * WIDTH, 0.9, 3.1),
  wk: wave(WIDTH * WIDTH, 0.8, 2.7),
  wv: wave(WIDTH * WIDTH, 0.7, 1.3),
  wo: wave(WIDTH * WIDTH, 0.6, 4.4),
  steep: Float64Array.of(0.3, 0.8),
};
export type Params = typeof params;

/** out (n x m) = a (n x k) times b (k x m). */
export function product(a: Float64Array, b: Float64Array, n: number, k: number, m: number): Float64Array {
  const out = new Float64Array(n * m);
  for (let i = 0; i < n; i++) {
    for (let l = 0; l < k; l++) {
      for (let j = 0; j < m; j++) out[i * m + j] += a[i * k + l] * b[l * m + j];
    }
  }
  return out;
}

export function attend(p: Params) {
  const q = product(queries, p.wq, LQ, WIDTH, WIDTH);
  const k = product(memory, p.wk, LM, WIDTH, WIDTH);
  const v = product(memory, p.wv, LM, WIDTH, WIDTH);
  const share = new Float64Array(HEADS * LQ * LM);
  const mixed = new Float64Array(LQ * WIDTH);
  for (let h = 0; h < HEADS; h++) {
    for (let i = 0; i < LQ; i++) {
      const row = (h * LQ + i) * LM;
      let total = 0;
      for (let j = 0; j < LM; j++) {
        let s = 0;
        for (let c = h * SIZE; c < (h + 1) * SIZE; c++) s += q[i * WIDTH + c] * k[j * WIDTH + c];
        share[row + j] = Math.exp(s / Math.sqrt(SIZE) - p.steep[h] * Math.abs(i - j));
        total += share[row + j];
      }
      for (let j = 0; j < LM; j++) {
        share[row + j] /= total;
        for (let c = h * SIZE; c < (h + 1) * SIZE; c++) mixed[i * WIDTH + c] += share[row + j] * v[j * WIDTH + c];
      }
    }
  }
  const out = product(mixed, p.wo, LQ, WIDTH, WIDTH);
  return { q, k, v, share, mixed, out };
}

export function loss(p: Params): number {
  const { out } = attend(p);
  let sum = 0;
  for (let i = 0; i < out.length; i++) sum += (out[i] - goal[i]) ** 2;
  return sum / (2 * LQ);
}
