import { attend, goal, HEADS, LM, LQ, memory, product, queries, SIZE, WIDTH } from './loss.js';
import type { Params } from './loss.js';

export { loss, params } from './loss.js';

function transpose(a: Float64Array, rows: number, columns: number): Float64Array {
  const out = new Float64Array(a.length);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) out[j * rows + i] = a[i * columns + j];
  return out;
}

export function gradient(p: Params): Params {
  const { q, k, v, share, mixed, out } = attend(p);
  const dOut = out.map((value, i) => (value - goal[i]) / LQ);
  const dMixed = product(dOut, transpose(p.wo, WIDTH, WIDTH), LQ, WIDTH, WIDTH);
  const dq = new Float64Array(q.length);
  const dk = new Float64Array(k.length);
  const dv = new Float64Array(v.length);
  const steep = new Float64Array(HEADS);
  for (let h = 0; h < HEADS; h++) {
    dq.fill(0);
    dk.fill(0);
    for (let i = 0; i < LQ; i++) {
      const row = (h * LQ + i) * LM;
      const dShare = new Float64Array(LM);
      let mean = 0;
      for (let j = 0; j < LM; j++) {
        for (let c = h * SIZE; c < (h + 1) * SIZE; c++) {
          dShare[j] += dMixed[i * WIDTH + c] * v[j * WIDTH + c];
          dv[j * WIDTH + c] += share[row + j] * dMixed[i * WIDTH + c];
        }
        mean += share[row + j] * dShare[j];
      }
      for (let j = 0; j < LM; j++) {
        const ds = share[row + j] * (dShare[j] - mean);
        steep[h] -= ds * Math.abs(i - j);
        for (let c = h * SIZE; c < (h + 1) * SIZE; c++) {
          dq[i * WIDTH + c] += (ds * k[j * WIDTH + c]) / Math.sqrt(SIZE);
          dk[j * WIDTH + c] += (ds * q[i * WIDTH + c]) / Math.sqrt(SIZE);
        }
      }
    }
  }
  const turned = transpose(memory, LM, WIDTH);
  return {
    wq: product(transpose(queries, LQ, WIDTH), dq, WIDTH, LQ, WIDTH),
    wk: product(turned, dk, WIDTH, LM, WIDTH),
    wv: product(turned, dv, WIDTH, LM, WIDTH),
    wo: product(transpose(mixed, LQ, WIDTH), dOut, WIDTH, LQ, WIDTH),
    steep,
  };
}
