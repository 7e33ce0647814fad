/**
 * Logistic regression with L2 regularisation: is a breast tumour benign, by 30 measurements of its cell nuclei?
 *
 *   loss = mean of −log P(label) + λ/2 · ‖weights‖²
 *
 * One line is wrong on purpose.
 */
import { loadBreastCancer, type Sample } from './breast-cancer.js';

interface Params {
  weights: number[];
  bias: number;
}

const lambda = 0.05;

export const name = 'Logistic regression, breast cancer (wrong)';

export const data = loadBreastCancer();

// Not zero: there the gradient of the regulariser vanishes, and a mistake in it cannot show.
export const params: Params = {
  weights: data[0].features.map((_, j) => 0.3 * Math.cos(j)),
  bias: 0.2,
};

const score = ({ weights, bias }: Params, features: number[]) =>
  features.reduce((sum, feature, j) => sum + weights[j] * feature, bias);

const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));

/** log(1 + exp(z)), in the form whose exponential cannot overflow. */
const softplus = (z: number) => (z > 0 ? z + Math.log1p(Math.exp(-z)) : Math.log1p(Math.exp(z)));

export function loss(params: Params, samples: Sample[] = data): number {
  let logLoss = 0;
  for (const { features, label } of samples) {
    const z = score(params, features);
    logLoss += softplus(z) - label * z;
  }
  const squaredNorm = params.weights.reduce((sum, weight) => sum + weight ** 2, 0);
  return logLoss / samples.length + (lambda / 2) * squaredNorm;
}

export function gradient(params: Params, samples: Sample[] = data): Params {
  const weightSums = params.weights.map(() => 0);
  let biasSum = 0;
  for (const { features, label } of samples) {
    // The derivative of the log-loss by the score: predicted probability minus label.
    const error = sigmoid(score(params, features)) - label;
    features.forEach((feature, j) => (weightSums[j] += error * feature));
    biasSum += error;
  }
  return {
    weights: weightSums.map((sum) => sum / samples.length),
    bias: biasSum / samples.length,
  };
}
