// Dense -> LayerNorm -> GELU -> Dense as small classes that keep what their backward pass will need.
class Lcg {
  constructor(private state: number) {}
  next(): number {
    this.state = (this.state * 48271) % 2147483647;
    return this.state / 2147483647 - 0.5;
  }
  vector(n: number, scale = 1): number[] {
    return Array.from({ length: n }, () => scale * this.next());
  }
  matrix(rows: number, cols: number, scale = 1): number[][] {
    return Array.from({ length: rows }, () => this.vector(cols, scale));
  }
}
const rng = new Lcg(2024);

export const inputs = rng.matrix(7, 4, 3);
export const targets = rng.matrix(7, 4, 2);

export const params = {
  first: { W: rng.matrix(4, 4, 1.5), b: rng.vector(4, 0.5) },
  norm: { gain: rng.vector(4, 0.8).map((v) => 1 + v), shift: rng.vector(4, 0.6) },
  second: { W: rng.matrix(4, 4, 1.5), b: rng.vector(4, 0.5) },
};
export type Params = typeof params;

export class Dense {
  x: number[] = [];
  constructor(
    readonly W: number[][],
    readonly b: number[],
  ) {}
  forward(x: number[]): number[] {
    this.x = x;
    return this.W.map((row, i) => row.reduce((sum, w, j) => sum + w * x[j], this.b[i]));
  }
}

export class LayerNorm {
  xhat: number[] = [];
  std = 1;
  constructor(
    readonly gain: number[],
    readonly shift: number[],
  ) {}
  forward(x: number[]): number[] {
    const mean = x.reduce((a, b) => a + b, 0) / x.length;
    const variance = x.reduce((a, b) => a + (b - mean) ** 2, 0) / x.length;
    this.std = Math.sqrt(variance + 1e-5);
    this.xhat = x.map((v) => (v - mean) / this.std);
    return this.xhat.map((v, i) => this.gain[i] * v + this.shift[i]);
  }
}

export const C = Math.sqrt(2 / Math.PI);
export class Gelu {
  x: number[] = [];
  forward(x: number[]): number[] {
    this.x = x;
    return x.map((v) => 0.5 * v * (1 + Math.tanh(C * (v + 0.044715 * v ** 3))));
  }
}

export function loss(p: Params): number {
  const first = new Dense(p.first.W, p.first.b);
  const norm = new LayerNorm(p.norm.gain, p.norm.shift);
  const gelu = new Gelu();
  const second = new Dense(p.second.W, p.second.b);
  let total = 0;
  inputs.forEach((x, n) => {
    const hidden = gelu.forward(norm.forward(first.forward(x)));
    const out = second.forward(hidden);
    // log-cosh of the error
    out.forEach((y, i) => (total += Math.log(Math.cosh(y - targets[n][i]))));
  });
  return total / inputs.length;
}
