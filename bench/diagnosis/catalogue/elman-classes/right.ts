import { Elman, inputs, sequence, steps, units, wished } from './loss.js';
import type { Weights } from './loss.js';

export { loss, params } from './loss.js';

class Backward extends Elman {
  readonly g: Weights = {
    input: this.w.input.map((row) => row.map(() => 0)),
    recurrent: this.w.recurrent.map((row) => row.map(() => 0)),
    bias: this.w.bias.map(() => 0),
    output: this.w.output.map(() => 0),
    level: 0,
  };

  /** Takes dL/dscore of step t and dL/dstate from later steps; returns dL/dstate before the step. */
  unwind(t: number, dScore: number, later: number[]): number[] {
    const before = this.states[t];
    const after = this.states[t + 1];
    const earlier = Array<number>(units).fill(0);
    this.g.level += dScore;
    for (let i = 0; i < units; i++) {
      this.g.output[i] += dScore * after[i];
      const dState = later[i] + dScore * this.w.output[i];
      const dz = dState * (1 - after[i] ** 2);
      this.g.bias[i] += dz;
      for (let j = 0; j < inputs; j++) this.g.input[i][j] += dz * sequence[t][j];
      for (let j = 0; j < units; j++) {
        this.g.recurrent[i][j] += dz * before[j];
        earlier[j] += this.w.recurrent[i][j] * dz;
      }
    }
    return earlier;
  }
}

export function gradient(w: Weights): Weights {
  const net = new Backward(w);
  const errors = sequence.map((x, t) => net.step(x) - wished[t]);
  let later = Array<number>(units).fill(0);
  for (let t = steps - 1; t >= 0; t--) later = net.unwind(t, errors[t], later);
  return net.g;
}
