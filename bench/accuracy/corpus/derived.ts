import { sum } from '../arithmetic/algebra.js';
import type { Formula } from '../arithmetic/field.js';
import { float32, float64 } from '../arithmetic/float.js';
import { reverseGradient } from '../arithmetic/tape.js';
import { dataStream, hashNoise, type Case } from './case.js';
import { learning } from './learning.js';
import { moreGarbowHillstrom } from './more-garbow-hillstrom.js';

/** Smooth losses made difficult: scaled, shifted, rounded to float32, or with noise of a known size. */
const smooth = [...moreGarbowHillstrom, ...learning];

function find(name: string): Case {
  const found = smooth.find((test) => test.name.includes(name));
  if (!found) throw new Error(`no case named ${name}`);
  return found;
}

/** The same function with parameter i in other units: x_i / unit_i. */
function rescaled(name: string, units: readonly number[]): Case {
  const { point, formula } = find(name);
  const unit = (i: number): number => units[i % units.length];
  return {
    name: `${name} in units of ${units.join(', ')}`,
    family: 'bad scaling',
    point: point.map((x, i) => x / unit(i)),
    formula: (f, x) =>
      formula(
        f,
        x.map((value, i) => f.mul(unit(i), value)),
      ),
  };
}

/** The same function times a factor. */
function scaledLoss(name: string, factor: number): Case {
  const { point, formula } = find(name);
  const scaled: Formula = (f, x) => f.mul(factor, formula(f, x));
  return { name: `${name} × ${factor}`, family: 'bad scaling', point, formula: scaled };
}

function shifted(name: string, offset: number): Case {
  const { point, formula } = find(name);
  const moved: Formula = (f, x) => f.add(formula(f, x), offset);
  return { name: `${name} + ${offset}`, family: 'offset', point, formula: moved };
}

const roundAll = (x: Iterable<number>): number[] => Array.from(x, Math.fround);

type Float32Kind = 'parameters' | 'inside' | 'gradient';

/**
 * Float32 in three places: parameters, loss and gradient all in it; float64 parameters cast inside the loss (gradient
 * in float32 too); or only the gradient back-propagated in float32 while the loss is computed in float64.
 */
function single(name: string, kind: Float32Kind): Case {
  const { point, formula, rows } = find(name);
  return {
    name: `${name}, float32 ${kind}`,
    family: 'float32',
    point: kind === 'inside' ? point : roundAll(point),
    formula,
    rows,
    hasFloat32Point: kind !== 'inside',
    storage: kind === 'parameters' ? 'float32' : undefined,
    loss: kind === 'gradient' ? undefined : () => (x) => formula(float32, roundAll(x)),
    claim: (x) => reverseGradient(float32, formula, roundAll(x)),
  };
}

function noisy(name: string, size: number): Case {
  const { point, formula } = find(name);
  return {
    name: `${name}, noise ${size}`,
    family: size < 1e-8 ? 'noise 1e-10' : 'noise 1e-6',
    point,
    formula,
    loss: (random) => {
      const salt = Math.floor(random() * 2 ** 31);
      return (x) => formula(float64, Array.from(x)) * (1 + size * hashNoise(x, salt));
    },
  };
}

function random(name: string, size: number): Case {
  const { point, formula } = find(name);
  return {
    name: `${name}, random ${size}`,
    family: 'nondeterministic',
    point,
    formula,
    loss: (uniform) => (x) => formula(float64, Array.from(x)) * (1 + size * (2 * uniform() - 1)),
  };
}

/** A mean over a random half of the parameters' squares, drawn anew at each call: dropout without a seed. */
const dropout: Case = {
  name: 'dropout without a seed',
  family: 'nondeterministic',
  point: [0.5, -1.2, 0.8, 0.3],
  formula: (f, x) => f.add(...x.map((value) => f.mul(0.5, f.square(value)))),
  loss: (uniform) => (x) => x.reduce((total, value) => total + (uniform() < 0.5 ? value * value : 0), 0),
};

const BATCH = Array.from({ length: 16 }, (_, k) => dataStream(60 + k).many(2));

/** A mean over rows drawn anew at each call, as stochastic gradient descent takes it; its expectation is the formula. */
const minibatch: Case = {
  name: 'minibatch without a seed',
  family: 'nondeterministic',
  point: [0.4, -0.9],
  formula: (f, [a, b]) =>
    f.div(
      sum(
        f,
        BATCH.map(([x, y]) => f.square(f.sub(f.add(f.mul(a, x), b), y))),
      ),
      BATCH.length,
    ),
  loss:
    (uniform) =>
    ([a, b]) => {
      let total = 0;
      for (let k = 0; k < 4; k++) {
        const [x, y] = BATCH[Math.floor(uniform() * BATCH.length)];
        total += (a * x + b - y) ** 2;
      }
      return total / 4;
    },
};

/** An expectation over z ~ N(0, 1) as the mean of samples drawn anew: E (a + b·z)² + e^a = a² + b² + e^a. */
const monteCarlo: Case = {
  name: 'Monte Carlo mean without a seed',
  family: 'nondeterministic',
  point: [0.3, 0.8],
  formula: (f, [a, b]) => f.add(f.square(a), f.square(b), f.exp(a)),
  loss:
    (uniform) =>
    ([a, b]) => {
      const samples = 50;
      let total = 0;
      for (let k = 0; k < samples; k++) {
        const z = Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
        total += (a + b * z) ** 2;
      }
      return total / samples + Math.exp(a);
    },
};

export const derived: readonly Case[] = [
  rescaled('Rosenbrock', [1e8, 1e-8]),
  rescaled('logistic regression', [1e-8, 1e-4, 1, 1e4, 1e8]),
  rescaled('perceptron, tanh', [1e6, 1, 1e-6]),
  rescaled('Wood', [1e-3, 1e5]),
  scaledLoss('Beale', 1e-20),
  scaledLoss('logistic regression', 1e12),
  shifted('Rosenbrock', 1e6),
  shifted('logistic regression', 1e6),
  shifted('logistic regression', 1e9),
  shifted('perceptron, tanh', 1e6),
  shifted('mixture', 1e9),
  ...['logistic regression', 'perceptron, tanh', 'Rosenbrock', 'layer norm', 'mixture', 'attention'].flatMap((name) => [
    single(name, 'parameters'),
    single(name, 'inside'),
    single(name, 'gradient'),
  ]),
  ...[1e-10, 1e-6].flatMap((size) =>
    ['Rosenbrock', 'Wood', 'logistic regression', 'perceptron, tanh', 'Poisson regression', 'Gaussian process'].map(
      (name) => noisy(name, size),
    ),
  ),
  random('logistic regression', 1e-9),
  random('Wood', 1e-5),
  random('perceptron, tanh', 1e-3),
  dropout,
  random('Poisson regression', 1e-12),
  minibatch,
  monteCarlo,
  ...['Wood', 'Poisson regression', 'Gaussian process', 'recurrent network', 'cosine distance'].map((name) =>
    single(name, 'gradient'),
  ),
];
