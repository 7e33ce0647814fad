/**
 * A multilayer perceptron for handwritten digits: 64 pixels, 16 tanh units, 10 classes.
 *
 *   hidden = tanh(W1 x + b1),  P = softmax(W2 hidden + b2)
 *   loss   = mean of −log P(digit) + λ/2 · (‖W1‖² + ‖W2‖²)
 */
import { loadDigits, type Sample } from './digits.js';
import {
  addOuterProduct,
  addScaled,
  affine,
  logSumExp,
  scaled,
  softmax,
  squaredNorm,
  transposedProduct,
  uniformGenerator,
  type Matrix,
  type Vector,
} from './linear-algebra.js';

interface Params {
  W1: Matrix;
  b1: Vector;
  W2: Matrix;
  b2: Vector;
}

const inputs = 64;
const units = 16;
const classes = 10;
const lambda = 0.01;

export const name = 'Multilayer perceptron, digits';

export const data = loadDigits(100);

export function params(): Params {
  const uniform = uniformGenerator(2024);
  const vector = (size: number, range: number): Vector => Array.from({ length: size }, () => range * uniform());
  // Ranges that keep the units clear of saturation, where tanh′ ≈ 0 would hide mistakes.
  return {
    W1: Array.from({ length: units }, () => vector(inputs, 0.25)),
    b1: vector(units, 0.1),
    W2: Array.from({ length: classes }, () => vector(units, 0.5)),
    b2: vector(classes, 0.1),
  };
}

function forward({ W1, b1, W2, b2 }: Params, pixels: Vector) {
  const hidden = affine(W1, pixels, b1).map((z) => Math.tanh(z));
  const logits = affine(W2, hidden, b2);
  return { hidden, logits };
}

export function loss(params: Params, samples: Sample[] = data): number {
  let crossEntropy = 0;
  for (const { pixels, digit } of samples) {
    const { logits } = forward(params, pixels);
    crossEntropy += logSumExp(logits) - logits[digit];
  }
  const penalty = (lambda / 2) * (squaredNorm(params.W1) + squaredNorm(params.W2));
  return crossEntropy / samples.length + penalty;
}

export function gradient(params: Params, samples: Sample[] = data): Params {
  const result: Params = {
    W1: scaled(params.W1, lambda),
    b1: params.b1.map(() => 0),
    W2: scaled(params.W2, lambda),
    b2: params.b2.map(() => 0),
  };
  const share = 1 / samples.length;
  for (const { pixels, digit } of samples) {
    const { hidden, logits } = forward(params, pixels);

    const dLogits = softmax(logits);
    dLogits[digit] -= 1;
    addOuterProduct(result.W2, share, dLogits, hidden);
    addScaled(result.b2, share, dLogits);

    const dHidden = transposedProduct(params.W2, dLogits);
    const dPreactivation = dHidden.map((d, j) => d * (1 - hidden[j] ** 2));
    addOuterProduct(result.W1, share, dPreactivation, pixels);
    addScaled(result.b1, share, dPreactivation);
  }
  return result;
}
