import { dim, hidden, logit, sigmoid, vocabulary, windows } from './loss.js';
import type { Params } from './loss.js';

export { params, loss } from './loss.js';

export function gradient(p: Params): Params {
  const input = new Float64Array(vocabulary * dim);
  const output = new Float64Array(vocabulary * dim);
  const bias = new Float64Array(vocabulary);

  for (const { context, word, negatives } of windows) {
    const h = hidden(p, context);
    const dh = new Float64Array(dim);
    const back = (target: number, wanted: number) => {
      const e = (sigmoid(logit(p, h, target)) - wanted) / windows.length;
      bias[target] += e;
      for (let i = 0; i < dim; i++) {
        output[target * dim + i] += e * h[i];
        dh[i] += e * p.output[target * dim + i];
      }
    };
    back(word, 1);
    for (const other of negatives) back(other, 0);
    for (const w of context) {
      for (let i = 0; i < dim; i++) input[w * dim + i] += dh[i];
    }
  }
  return { input, output, bias };
}
