import { expect, it } from 'vitest';
import { recordTape } from '../../src/autodiff/recorder.js';
import { gradientOf, hessianVectorProduct } from '../../src/autodiff/sweep.js';
import { buildTrackedTree } from '../../src/autodiff/tracked-tree.js';
import { differenceGradient } from '../../src/curvature/difference-gradient.js';
import { readTree } from '../../src/model/tree-layout.js';
import { loadInstrumented } from '../autodiff/load-instrumented.js';
import { driveVectors } from './drive-vectors.js';
import { domainOf } from './known-losses.js';

/** A network 3-4-2 with tanh and softmax over a few rows: 26 parameters. */
const TEXT = `
const rows = [[0.3, -1.2, 0.7], [1.1, 0.4, -0.6], [-0.8, 0.9, 0.2], [0.1, -0.3, 1.4], [-1.3, 0.5, 0.6]];
export const loss = (p) => {
  let total = 0;
  rows.forEach((x, n) => {
    const hidden = [0, 1, 2, 3].map((j) => Math.tanh(p[j] + x.reduce((s, value, i) => s + value * p[4 + 3 * j + i], 0)));
    const scores = [0, 1].map((k) => p[16 + k] + hidden.reduce((s, h, j) => s + h * p[18 + 4 * k + j], 0));
    total += Math.log(Math.exp(scores[0]) + Math.exp(scores[1])) - scores[n % 2];
  });
  return total / rows.length;
};`;

it('differences of the gradient of a network agree with instrumented execution, within their bounds', async () => {
  const loss = (await loadInstrumented(TEXT)).loss as (p: unknown) => never;
  const point = Array.from({ length: 26 }, (_, i) => Math.sin(3 * i + 1));
  const { layout } = readTree(point);
  const tapeAt = (x: Float64Array) => recordTape(() => loss(buildTrackedTree(layout, x)));
  const domain = domainOf(point);
  const gradient = gradientOf(tapeAt(domain.point));
  const noise = gradient.map(() => 1e-15);
  const asking = differenceGradient(domain, { gradient, noise }, false);
  const { matrix, errorNorm } = driveVectors(asking, (x) => gradientOf(tapeAt(x))).result;
  const tape = tapeAt(domain.point);
  let largest = 0;
  for (let j = 0; j < 26; j++) {
    const exact = hessianVectorProduct(
      tape,
      Float64Array.from(point, (_, i) => (i === j ? 1 : 0)),
    );
    exact.forEach((value, i) => {
      const weights = Float64Array.from(point, (_, k) => (k === i || k === j ? 1 : 0));
      expect(Math.abs(matrix.values[i * 26 + j] - value)).toBeLessThanOrEqual(errorNorm(weights) + 1e-15);
      largest = Math.max(largest, Math.abs(value));
    });
  }
  expect(errorNorm(new Float64Array(26).fill(1))).toBeLessThan(1e-6 * largest);
});
