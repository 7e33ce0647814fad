import { createRandom } from '../../src/numdiff/index.js';

/** Normal numbers (Box and Muller). */
export function normalNumbers(seed: number): () => number {
  const random = createRandom(seed);
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/**
 * Norms as a healthy run has them: lognormal, each independent of the last or correlated with it.
 * @param spread standard deviation of the logarithm
 * @param correlation of successive logarithms: an autoregressive process of order 1, stationary from its start
 */
export function healthyNorms(count: number, spread: number, correlation: number, seed: number): number[] {
  const normal = normalNumbers(seed);
  const fresh = Math.sqrt(1 - correlation ** 2);
  let level = normal();
  return Array.from({ length: count }, () => {
    level = correlation * level + fresh * normal();
    return Math.exp(spread * level);
  });
}
