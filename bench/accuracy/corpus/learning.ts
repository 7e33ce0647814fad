import { affine, dot, logSumExp, sigmoid, softmax, softplus, sum, sumOfSquares } from '../arithmetic/algebra.js';
import type { Field, Formula } from '../arithmetic/field.js';
import { dataStream, type Case } from './case.js';

/** Losses of statistics and machine learning on small made-up data, all smooth. */
function learningCase(name: string, parameters: number, seed: number, formula: Formula, rows?: number): Case {
  const point = dataStream(seed + 1000)
    .many(parameters)
    .map((value) => value * 0.5);
  return { name, family: 'smooth', point, formula, rows };
}

/** Rows of random features with a label each. */
function dataSet(seed: number, rows: number, features: number): { x: number[][]; y: number[] } {
  const { many, uniform } = dataStream(seed);
  return {
    x: Array.from({ length: rows }, () => many(features)),
    y: Array.from({ length: rows }, () => Math.floor(uniform() * 3)),
  };
}

function ridge<T>(f: Field<T>, weights: readonly T[], strength: number): T {
  return f.mul(strength / 2, sumOfSquares(f, weights));
}

const binary = dataSet(11, 12, 4);
const logistic: Formula = (f, w) => {
  const losses = binary.x.map((row, i) => {
    const score = f.add(dot(f, w.slice(0, 4), row), w[4]);
    return softplus(f, binary.y[i] > 0 ? f.mul(-1, score) : score);
  });
  return f.add(f.div(sum(f, losses), binary.x.length), ridge(f, w.slice(0, 4), 0.1));
};

const classes = dataSet(12, 10, 3);
const softmaxRegression: Formula = (f, p) => {
  const losses = classes.x.map((row, i) => {
    const scores = affine(f, p.slice(0, 9), row, p.slice(9));
    return f.sub(logSumExp(f, scores), scores[classes.y[i]]);
  });
  return f.div(sum(f, losses), classes.x.length);
};

type Activation = <T>(f: Field<T>, a: T) => T;
const regression = dataSet(13, 6, 2);

/** 2 inputs, 4 hidden units, 1 output, mean squared error: 17 parameters. */
function perceptron(activation: Activation): Formula {
  return (f, p) => {
    const errors = regression.x.map((row, i) => {
      const hidden = affine(f, p.slice(0, 8), row, p.slice(8, 12)).map((a) => activation(f, a));
      return f.square(f.sub(f.add(dot(f, hidden, p.slice(12, 16)), p[16]), regression.y[i]));
    });
    return f.div(sum(f, errors), errors.length);
  };
}

/** The tanh form of the Gaussian error linear unit. */
const gelu: Activation = (f, a) =>
  f.mul(0.5, a, f.add(1, f.tanh(f.mul(Math.sqrt(2 / Math.PI), f.add(a, f.mul(0.044715, f.pow(a, 3)))))));

const sequence = dataSet(14, 5, 2).x;
/** h ← tanh(W·input + U·h + b) over five steps, then a squared error: W 3×2, U 3×3, b 3, read-out 3. */
const recurrent: Formula = (f, p) => {
  let state: (typeof p)[number][] = [f.of(0), f.of(0), f.of(0)];
  for (const input of sequence) {
    const fed = affine(f, p.slice(0, 6), input, p.slice(15, 18));
    state = affine(f, p.slice(6, 15), state, fed).map((a) => f.tanh(a));
  }
  return f.square(f.sub(dot(f, state, p.slice(18)), 0.7));
};

/** One cell of a long short-term memory over three steps: gates input, forget, output, candidate of width 1. */
const memoryCell: Formula = (f, p) => {
  let state = f.of(0);
  let cell = f.of(0);
  for (const input of [0.3, -1.1, 0.8]) {
    const gate = (k: number): typeof state => f.add(f.mul(p[3 * k], input), f.mul(p[3 * k + 1], state), p[3 * k + 2]);
    const candidate = f.tanh(gate(3));
    cell = f.add(f.mul(sigmoid(f, gate(1)), cell), f.mul(sigmoid(f, gate(0)), candidate));
    state = f.mul(sigmoid(f, gate(2)), f.tanh(cell));
  }
  return f.square(f.sub(state, 0.4));
};

const layerTargets = dataStream(15).many(5);
/** Normalisation of five inputs with gain and offset, squared error: x 5, gain 5, offset 5. */
const layerNorm: Formula = (f, p) => {
  const x = p.slice(0, 5);
  const mean = f.div(sum(f, x), 5);
  const centred = x.map((value) => f.sub(value, mean));
  const deviation = f.sqrt(f.add(f.div(sumOfSquares(f, centred), 5), 1e-5));
  return sumOfSquares(
    f,
    centred.map((value, i) => f.sub(f.add(f.mul(f.div(value, deviation), p[5 + i]), p[10 + i]), layerTargets[i])),
  );
};

const samples = dataStream(16).many(15);
/** Negative log-likelihood of a mixture of two normal distributions: logit of the weight, means, log deviations. */
const mixture: Formula = (f, [logit, mean1, mean2, spread1, spread2]) =>
  sum(
    f,
    samples.map((y) => {
      const component = (mean: typeof logit, spread: typeof logit): typeof logit =>
        f.sub(f.mul(-0.5, f.square(f.div(f.sub(y, mean), f.exp(spread)))), spread);
      return f.mul(
        -1,
        logSumExp(f, [
          f.sub(component(mean1, spread1), softplus(f, f.mul(-1, logit))),
          f.sub(component(mean2, spread2), softplus(f, logit)),
        ]),
      );
    }),
  );

const counts = dataSet(17, 10, 3);
const poisson: Formula = (f, w) =>
  sum(
    f,
    counts.x.map((row, i) => {
      const rate = f.add(dot(f, w.slice(0, 3), row), w[3]);
      return f.sub(f.exp(rate), f.mul(counts.y[i], rate));
    }),
  );

const tokens = dataSet(18, 4, 2).x;
/** One attention head over four tokens of width 2: queries, keys and values 2×2 each. */
const attention: Formula = (f, p) => {
  const zero = [f.of(0), f.of(0)];
  const project = (k: number): (typeof p)[number][][] =>
    tokens.map((token) => affine(f, p.slice(4 * k, 4 * k + 4), token, zero));
  const [queries, keys, values] = [project(0), project(1), project(2)];
  const outputs = queries.flatMap((query) => {
    const weights = softmax(
      f,
      keys.map((key) => f.div(dot(f, query, key), Math.SQRT2)),
    );
    return [0, 1].map((c) =>
      dot(
        f,
        weights,
        values.map((value) => value[c]),
      ),
    );
  });
  return sum(
    f,
    outputs.map((value, i) => f.square(f.sub(value, layerTargets[i % 5]))),
  );
};

const ratings = dataSet(19, 3, 4).x;
/** ‖R − UVᵀ‖² of rank 2: U 3×2, V 4×2. */
const factorisation: Formula = (f, p) =>
  sum(
    f,
    ratings.flatMap((row, i) =>
      row.map((rating, j) =>
        f.square(f.sub(rating, f.add(f.mul(p[2 * i], p[6 + 2 * j]), f.mul(p[2 * i + 1], p[7 + 2 * j])))),
      ),
    ),
  );

const signal = dataStream(20).many(9);
/** Two filters of width 3 over a signal, softplus, mean: a small convolution. */
const convolution: Formula = (f, p) => {
  const outputs = [0, 1].flatMap((k) =>
    Array.from({ length: 7 }, (_, i) =>
      softplus(f, f.add(dot(f, p.slice(3 * k, 3 * k + 3), signal.slice(i, i + 3)), p[6 + k])),
    ),
  );
  return f.square(f.sub(f.div(sum(f, outputs), outputs.length), 0.3));
};

/** 1 − cosine of the angle between two vectors of 4. */
const cosineDistance: Formula = (f, p) => {
  const [a, b] = [p.slice(0, 4), p.slice(4)];
  return f.sub(1, f.div(dot(f, a, b), f.sqrt(f.mul(sumOfSquares(f, a), sumOfSquares(f, b)))));
};

/** Log marginal likelihood of a Gaussian process with two observations: log length, log amplitude, log noise. */
const gaussianProcess: Formula = (f, [length, amplitude, noise]) => {
  const variance = f.exp(f.mul(2, amplitude));
  const diagonal = f.add(variance, f.exp(f.mul(2, noise)));
  const off = f.mul(variance, f.exp(f.mul(-0.5, f.square(f.div(0.8, f.exp(length))))));
  const determinant = f.sub(f.square(diagonal), f.square(off));
  const quadratic = f.sub(f.mul(diagonal, 0.9 ** 2 + 0.4 ** 2), f.mul(2 * 0.9 * -0.4, off));
  return f.mul(0.5, f.add(f.log(determinant), f.div(quadratic, determinant)));
};

/** Endpoint error of a damped pendulum after 20 classical Runge–Kutta steps: start angle and speed, damping, stiffness. */
const pendulum: Formula = (f, [angle, speed, damping, stiffness]) => {
  type State = [typeof angle, typeof angle];
  const step = 0.1;
  const rate = ([q, v]: State): State => [v, f.mul(-1, f.add(f.mul(damping, v), f.mul(stiffness, f.sin(q))))];
  const move = (s: State, r: State, h: number): State => [f.add(s[0], f.mul(h, r[0])), f.add(s[1], f.mul(h, r[1]))];
  let state: State = [angle, speed];
  for (let k = 0; k < 20; k++) {
    const k1 = rate(state);
    const k2 = rate(move(state, k1, step / 2));
    const k3 = rate(move(state, k2, step / 2));
    const k4 = rate(move(state, k3, step));
    const slope = (i: 0 | 1): typeof angle => f.div(f.add(k1[i], f.mul(2, k2[i]), f.mul(2, k3[i]), k4[i]), 6);
    state = move(state, [slope(0), slope(1)], step);
  }
  return f.add(f.square(f.sub(state[0], 0.2)), f.square(state[1]));
};

export const learning: readonly Case[] = [
  learningCase('logistic regression', 5, 1, logistic),
  learningCase('softmax regression', 12, 2, softmaxRegression, 3),
  learningCase(
    'perceptron, tanh',
    17,
    3,
    perceptron((f, a) => f.tanh(a)),
    4,
  ),
  learningCase('perceptron, sigmoid', 17, 4, perceptron(sigmoid), 4),
  learningCase('perceptron, softplus', 17, 5, perceptron(softplus), 4),
  learningCase('perceptron, gelu', 17, 6, perceptron(gelu), 4),
  learningCase('recurrent network', 21, 7, recurrent, 3),
  learningCase('memory cell', 12, 8, memoryCell),
  learningCase('layer norm', 15, 9, layerNorm),
  learningCase('mixture', 5, 10, mixture),
  learningCase('Poisson regression', 4, 11, poisson),
  learningCase('attention', 12, 12, attention, 2),
  learningCase('matrix factorisation', 14, 13, factorisation, 3),
  learningCase('convolution', 8, 14, convolution),
  learningCase('cosine distance', 8, 15, cosineDistance),
  learningCase('Gaussian process', 3, 16, gaussianProcess),
  { name: 'pendulum', family: 'smooth', point: [1.1, -0.3, 0.2, 1.4], formula: pendulum },
  { name: 'log-sum-exp', family: 'smooth', point: [0.3, -1.2, 2.1, 0.7], formula: logSumExp },
];
