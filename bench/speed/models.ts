import { createRandom } from '../../src/numdiff/random.js';

/** A loss with its gradient and its point, as a user would write them: plain loops over nested arrays. */
export interface BenchModel {
  readonly name: string;
  readonly params: unknown;
  loss(params: never): number;
  gradient(params: never): unknown;
}

function matrix(rows: number, columns: number, random: () => number): number[][] {
  return Array.from({ length: rows }, () => Array.from({ length: columns }, () => random() - 0.5));
}

interface Mlp {
  W1: number[][];
  b1: number[];
  W2: number[][];
  b2: number[];
}

/** Multilayer perceptron with tanh, softmax cross-entropy and L2: inputs-hidden-classes over some rows. */
export function createMlp(inputs: number, hidden: number, classes: number, rows: number): BenchModel {
  const random = createRandom(7);
  const X = matrix(rows, inputs, random);
  const labels = Array.from({ length: rows }, () => Math.floor(random() * classes));
  const lambda = 1e-3;
  const params: Mlp = {
    W1: matrix(hidden, inputs, random),
    b1: matrix(1, hidden, random)[0],
    W2: matrix(classes, hidden, random),
    b2: matrix(1, classes, random)[0],
  };

  function forward(p: Mlp, x: number[]): { h: number[]; probabilities: number[] } {
    const h: number[] = [];
    for (let j = 0; j < hidden; j++) {
      let z = p.b1[j];
      for (let i = 0; i < inputs; i++) z += p.W1[j][i] * x[i];
      h.push(Math.tanh(z));
    }
    const logits: number[] = [];
    for (let k = 0; k < classes; k++) {
      let z = p.b2[k];
      for (let j = 0; j < hidden; j++) z += p.W2[k][j] * h[j];
      logits.push(z);
    }
    const largest = Math.max(...logits);
    const exps = logits.map((z) => Math.exp(z - largest));
    const sum = exps.reduce((s, e) => s + e, 0);
    return { h, probabilities: exps.map((e) => e / sum) };
  }

  function loss(p: Mlp): number {
    let total = 0;
    for (let n = 0; n < rows; n++) total -= Math.log(forward(p, X[n]).probabilities[labels[n]]);
    let squares = 0;
    for (const row of p.W1) for (const w of row) squares += w * w;
    for (const row of p.W2) for (const w of row) squares += w * w;
    return total / rows + 0.5 * lambda * squares;
  }

  function gradient(p: Mlp): Mlp {
    const g: Mlp = {
      W1: p.W1.map((row) => row.map((w) => lambda * w)),
      b1: p.b1.map(() => 0),
      W2: p.W2.map((row) => row.map((w) => lambda * w)),
      b2: p.b2.map(() => 0),
    };
    for (let n = 0; n < rows; n++) {
      const { h, probabilities } = forward(p, X[n]);
      const delta = probabilities.map((value, k) => (value - (k === labels[n] ? 1 : 0)) / rows);
      for (let k = 0; k < classes; k++) {
        g.b2[k] += delta[k];
        for (let j = 0; j < hidden; j++) g.W2[k][j] += delta[k] * h[j];
      }
      for (let j = 0; j < hidden; j++) {
        let back = 0;
        for (let k = 0; k < classes; k++) back += delta[k] * p.W2[k][j];
        back *= 1 - h[j] * h[j];
        g.b1[j] += back;
        for (let i = 0; i < inputs; i++) g.W1[j][i] += back * X[n][i];
      }
    }
    return g;
  }
  return { name: `MLP ${inputs}-${hidden}-${classes}, ${rows} rows, nested arrays`, params, loss, gradient };
}

/** Rosenbrock's function in n variables: a loss of a microsecond, where every overhead shows. */
export function createRosenbrock(n: number): BenchModel {
  return {
    name: `Rosenbrock, ${n} numbers in an array`,
    params: Array.from({ length: n }, (_, i) => 0.5 + 0.1 * Math.sin(i)),
    loss: (x: number[]) => {
      let s = 0;
      for (let i = 0; i + 1 < n; i++) s += 100 * (x[i + 1] - x[i] ** 2) ** 2 + (1 - x[i]) ** 2;
      return s;
    },
    gradient: (x: number[]) => {
      const g = x.map(() => 0);
      for (let i = 0; i + 1 < n; i++) {
        g[i] += -400 * x[i] * (x[i + 1] - x[i] ** 2) - 2 * (1 - x[i]);
        g[i + 1] += 200 * (x[i + 1] - x[i] ** 2);
      }
      return g;
    },
  };
}

/** Linear least squares over typed arrays. */
export function createLeastSquares(rows: number, columns: number): BenchModel {
  const random = createRandom(11);
  const A = Float64Array.from({ length: rows * columns }, () => random() - 0.5);
  const y = Float64Array.from({ length: rows }, () => random());
  const residuals = (w: Float64Array): Float64Array => {
    const r = new Float64Array(rows);
    for (let i = 0; i < rows; i++) {
      let s = -y[i];
      for (let j = 0; j < columns; j++) s += A[i * columns + j] * w[j];
      r[i] = s;
    }
    return r;
  };
  return {
    name: `least squares, ${rows} × ${columns}, typed arrays`,
    params: { w: Float64Array.from({ length: columns }, () => random()) },
    loss: (p: { w: Float64Array }) => {
      let s = 0;
      for (const r of residuals(p.w)) s += r * r;
      return s / rows;
    },
    gradient: (p: { w: Float64Array }) => {
      const g = new Float64Array(columns);
      residuals(p.w).forEach((r, i) => {
        for (let j = 0; j < columns; j++) g[j] += (2 * r * A[i * columns + j]) / rows;
      });
      return { w: g };
    },
  };
}

/** A tree of many small leaves: five numbers a layer. */
export function createManyLeaves(layers: number): BenchModel {
  type Layer = { gain: number; shift: number; taps: number[] };
  const random = createRandom(3);
  const params: Layer[] = Array.from({ length: layers }, () => ({
    gain: 0.5 + random(),
    shift: random(),
    taps: [random(), random(), random()],
  }));
  return {
    name: `${layers} layers of three small leaves`,
    params,
    loss: (p: Layer[]) =>
      p.reduce((s, { gain, shift, taps }) => s + gain * Math.sin(shift) + taps[0] * taps[1] * taps[2], 0),
    gradient: (p: Layer[]) =>
      p.map(({ gain, shift, taps: [a, b, c] }) => ({
        gain: Math.sin(shift),
        shift: gain * Math.cos(shift),
        taps: [b * c, a * c, a * b],
      })),
  };
}
