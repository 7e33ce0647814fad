/**
 * Logistic regression with the loss as it stands in books, −log P(label). A sigmoid of 37 is 1 in double precision, and
 * the log of 1 − 1 is −Infinity: at a large learning rate the loss becomes NaN. ../logistic-regression/model.ts has the
 * form whose exponential cannot overflow and whose logarithm is never of 0.
 */
import { loadBreastCancer, type Sample } from '../logistic-regression/breast-cancer.js';

interface Params {
  weights: number[];
  bias: number;
}

export const name = 'Naive log-loss, breast cancer';

export const data = loadBreastCancer();

export const params: Params = { weights: data[0].features.map((_, j) => 0.3 * Math.cos(j)), bias: 0.2 };

function probability({ weights, bias }: Params, features: number[]): number {
  const z = features.reduce((sum, feature, j) => sum + weights[j] * feature, bias);
  return 1 / (1 + Math.exp(-z));
}

export function loss(params: Params, samples: Sample[] = data): number {
  let sum = 0;
  for (const { features, label } of samples) {
    const p = probability(params, features);
    sum -= label * Math.log(p) + (1 - label) * Math.log(1 - p);
  }
  return sum / samples.length;
}

export function gradient(params: Params, samples: Sample[] = data): Params {
  const weights = params.weights.map(() => 0);
  let bias = 0;
  for (const { features, label } of samples) {
    const error = (probability(params, features) - label) / samples.length;
    features.forEach((feature, j) => (weights[j] += error * feature));
    bias += error;
  }
  return { weights, bias };
}
