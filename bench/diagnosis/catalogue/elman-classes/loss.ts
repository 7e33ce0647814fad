// An Elman network as a class: its state goes from step to step, a read-out at every step, cross-entropy with soft targets.
export const inputs = 2;
export const units = 3;
export const steps = 7;

export class Congruence {
  constructor(private word = 1009) {}
  next(): number {
    this.word = (this.word * 4099 + 13) % 32749;
    return (2 * this.word) / 32749 - 1;
  }
  list(n: number): number[] {
    return Array<number>(n)
      .fill(0)
      .map(() => this.next());
  }
  table(m: number, n: number): number[][] {
    return Array<number>(m)
      .fill(0)
      .map(() => this.list(n));
  }
}

const source = new Congruence();
export const sequence = source.table(steps, inputs);
export const wished = source.list(steps).map((v) => 0.5 + 0.4 * v);

export interface Weights {
  input: number[][];
  recurrent: number[][];
  bias: number[];
  output: number[];
  level: number;
}
export const params: Weights = {
  input: source.table(units, inputs),
  recurrent: source.table(units, units),
  bias: source.list(units),
  output: source.list(units).map((v) => 2 * v),
  level: 0.25,
};

export class Elman {
  /** states[t] is the state before step t. */
  readonly states: number[][] = [Array<number>(units).fill(0.1)];

  constructor(protected readonly w: Weights) {}

  step(x: number[]): number {
    const before = this.states[this.states.length - 1];
    const after: number[] = [];
    for (let i = 0; i < units; i++) {
      let z = this.w.bias[i];
      for (let j = 0; j < inputs; j++) z += this.w.input[i][j] * x[j];
      for (let j = 0; j < units; j++) z += this.w.recurrent[i][j] * before[j];
      after.push(Math.tanh(z));
    }
    this.states.push(after);
    return this.readOut(after);
  }

  readOut(state: number[]): number {
    let score = this.w.level;
    for (let i = 0; i < units; i++) score += this.w.output[i] * state[i];
    return 1 / (1 + Math.exp(-score));
  }
}

export function loss(w: Weights): number {
  const net = new Elman(w);
  let total = 0;
  for (let t = 0; t < steps; t++) {
    const q = net.step(sequence[t]);
    total -= wished[t] * Math.log(q) + (1 - wished[t]) * Math.log(1 - q);
  }
  return total;
}
