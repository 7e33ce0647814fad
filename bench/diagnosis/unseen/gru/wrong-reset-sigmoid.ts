import { inputs, run, steps, units, x, y } from './loss.js';
import type { Params } from './loss.js';

export { params, loss } from './loss.js';

type Gate = Params['reset'];

const zeros = (n: number): number[] => Array.from({ length: n }, () => 0);
const emptyGate = (): Gate => ({
  W: Array.from({ length: units }, () => zeros(inputs)),
  U: Array.from({ length: units }, () => zeros(units)),
  b: zeros(units),
});

/** Adds what dz says about the gate's parameters; returns dL/dh of the state that was fed in. */
function affineBackward(g: Gate, into: Gate, dz: number[], input: number[], h: number[]): number[] {
  const dh = zeros(units);
  for (let i = 0; i < units; i++) {
    into.b[i] += dz[i];
    for (let j = 0; j < inputs; j++) into.W[i][j] += dz[i] * input[j];
    for (let j = 0; j < units; j++) {
      into.U[i][j] += dz[i] * h[j];
      dh[j] += g.U[i][j] * dz[i];
    }
  }
  return dh;
}

export function gradient(p: Params): Params {
  const tape = run(p);
  const reset = emptyGate();
  const update = emptyGate();
  const candidate = emptyGate();
  const out = zeros(units);
  let dhNext = zeros(units);

  for (let t = steps - 1; t >= 0; t--) {
    const { before, r, u, gated, c, h, guess } = tape[t];
    const dGuess = (2 * (guess - y[t])) / steps;
    const dh = dhNext.map((d, i) => d + dGuess * p.out[i]);
    for (let i = 0; i < units; i++) out[i] += dGuess * h[i];

    const du = dh.map((d, i) => d * (c[i] - before[i]) * u[i] * (1 - u[i]));
    const dc = dh.map((d, i) => d * u[i] * (1 - c[i] * c[i]));
    const dGated = affineBackward(p.candidate, candidate, dc, x[t], gated);
    const dr = dGated.map((d, i) => d * before[i] * (1 - r[i] * r[i]));
    const viaUpdate = affineBackward(p.update, update, du, x[t], before);
    const viaReset = affineBackward(p.reset, reset, dr, x[t], before);
    dhNext = dh.map((d, i) => d * (1 - u[i]) + dGated[i] * r[i] + viaUpdate[i] + viaReset[i]);
  }
  return { reset, update, candidate, out, h0: dhNext };
}
