// A small classifier built from layer objects: dense, leaky rectifier, dense, tanh, dense, softmax with cross-entropy.
export const points = [
  [0.9, -0.3, 0.4],
  [-0.6, 0.8, 0.2],
  [0.1, 0.5, -1.1],
  [1.2, 0.7, -0.4],
  [-0.9, -0.8, 0.6],
];
export const classes = [0, 2, 1, 0, 2];
const LEAK = 0.1;
const SMOOTHING = 0.06;

export abstract class Layer {
  abstract forward(x: number[]): number[];
}

export interface Weights {
  W: number[][];
  b: number[];
}

export class Dense extends Layer {
  x: number[] = [];
  constructor(readonly p: Weights) {
    super();
  }
  forward(x: number[]): number[] {
    this.x = x;
    return this.p.W.map((row, i) => row.reduce((sum, w, j) => sum + w * x[j], this.p.b[i]));
  }
}

export class LeakyRectifier extends Layer {
  static readonly leak = LEAK;
  x: number[] = [];
  forward(x: number[]): number[] {
    this.x = x;
    return x.map((v) => (v > 0 ? v : LEAK * v));
  }
}

export class Tanh extends Layer {
  y: number[] = [];
  forward(x: number[]): number[] {
    this.y = x.map((v) => Math.tanh(v));
    return this.y;
  }
}

const fill = (rows: number, columns: number, phase: number): Weights => ({
  W: Array.from({ length: rows }, (_, i) =>
    Array.from({ length: columns }, (__, j) => 0.8 * Math.sin(phase + 1.9 * i + 3.1 * j)),
  ),
  b: Array.from({ length: rows }, (_, i) => 0.2 * Math.cos(phase + i)),
});

export const params = { first: fill(4, 3, 0.4), second: fill(4, 4, 1.7), third: fill(3, 4, 2.9) };
export type Params = typeof params;

export const build = (p: Params): Layer[] => [
  new Dense(p.first),
  new LeakyRectifier(),
  new Dense(p.second),
  new Tanh(),
  new Dense(p.third),
];

export function softmax(z: number[]): number[] {
  const top = Math.max(...z);
  const e = z.map((v) => Math.exp(v - top));
  const total = e.reduce((a, b) => a + b, 0);
  return e.map((v) => v / total);
}

/** Labels smoothed towards the uniform distribution. */
export const smoothed = (label: number, count: number): number[] =>
  Array.from({ length: count }, (_, k) => (k === label ? 1 - SMOOTHING : 0) + SMOOTHING / count);

export function loss(p: Params): number {
  const layers = build(p);
  let total = 0;
  points.forEach((point, n) => {
    let a = point;
    for (const layer of layers) a = layer.forward(a);
    const q = softmax(a);
    const goal = smoothed(classes[n], q.length);
    goal.forEach((t, k) => {
      total -= t * Math.log(q[k]);
    });
  });
  return total / points.length;
}
