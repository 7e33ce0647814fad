import { CAUTION, COST, covariance, held, positions, returns, SOFT, softmax, SPREAD } from './loss.js';
import type { Params } from './loss.js';

export { loss, params } from './loss.js';

const dot = (a: number[], b: number[]): number => a.reduce((sum, v, i) => sum + v * b[i], 0);

export const gradient = (p: Params): Params => {
  const w = softmax(p.tilt);
  const x = positions(p);
  const byPosition = x.map((v, i) => {
    const risk = CAUTION * dot(covariance[i], x);
    const trade = v - held[i];
    return risk - returns[i] + (COST * trade) / Math.sqrt(trade ** 2 + SOFT);
  });
  const byWeight = w.map((share, i) => p.leverage * byPosition[i] + SPREAD * (Math.log(share) + 1));
  const mean = dot(w, byWeight);
  return {
    tilt: w.map((share, i) => share * (byWeight[i] - mean)),
    leverage: dot(w, byPosition) + 0.02 * Math.max(0, p.leverage - 1),
  };
};
