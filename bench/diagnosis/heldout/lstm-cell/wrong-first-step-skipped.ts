import { hidden, inputs, run, sequences, targets } from './loss.js';
import type { Gate, Params } from './loss.js';

export { loss, params } from './loss.js';

const emptyGate = (): Gate => ({
  W: Array.from({ length: hidden }, () => Array.from<number>({ length: inputs }).fill(0)),
  U: Array.from({ length: hidden }, () => Array.from<number>({ length: hidden }).fill(0)),
  b: Array.from<number>({ length: hidden }).fill(0),
});

/** Adds the gradient of a gate and passes its error on to the state before. */
function back(gate: Gate, into: Gate, dz: number[], x: number[], h: number[], dh: number[]): void {
  for (let i = 0; i < hidden; i++) {
    into.b[i] += dz[i];
    for (let j = 0; j < inputs; j++) into.W[i][j] += dz[i] * x[j];
    for (let j = 0; j < hidden; j++) {
      into.U[i][j] += dz[i] * h[j];
      dh[j] += dz[i] * gate.U[i][j];
    }
  }
}

export function gradient(p: Params): Params {
  const d: Params = {
    forget: emptyGate(),
    input: emptyGate(),
    output: emptyGate(),
    candidate: emptyGate(),
    read: { v: Array.from<number>({ length: hidden }).fill(0), c: 0 },
  };
  sequences.forEach((xs, n) => {
    const { trace, h, guess } = run(p, xs);
    const miss = (guess - targets[n]) / sequences.length;
    d.read.c += miss;
    let dh = p.read.v.map((v, k) => {
      d.read.v[k] += miss * h[k];
      return miss * v;
    });
    let dc = Array.from<number>({ length: hidden }).fill(0);
    for (let t = trace.length - 1; t > 0; t--) {
      const { x, h: before, c, f, i, o, g, cell } = trace[t];
      const squashed = cell.map((value) => Math.tanh(value));
      const dCell = dc.map((later, k) => later + dh[k] * o[k] * (1 - squashed[k] ** 2));
      const dOutput = o.map((value, k) => dh[k] * squashed[k] * value * (1 - value));
      const dForget = f.map((value, k) => dCell[k] * c[k] * value * (1 - value));
      const dInput = i.map((value, k) => dCell[k] * g[k] * value * (1 - value));
      const dCandidate = g.map((value, k) => dCell[k] * i[k] * (1 - value * value));
      dc = dCell.map((value, k) => value * f[k]);
      dh = Array.from<number>({ length: hidden }).fill(0);
      back(p.forget, d.forget, dForget, x, before, dh);
      back(p.input, d.input, dInput, x, before, dh);
      back(p.output, d.output, dOutput, x, before, dh);
      back(p.candidate, d.candidate, dCandidate, x, before, dh);
    }
  });
  return d;
}
