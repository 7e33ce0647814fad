import { Filter } from './loss.js';
import type { Params } from './loss.js';

export { loss, params } from './loss.js';

export function gradient(p: Params): Params {
  const { steps } = new Filter(p);
  const rho = Math.tanh(p.persistence);
  const q = Math.exp(p.logLevel);
  const r = Math.exp(p.logNoise);
  const g: Params = { persistence: 0, logLevel: 0, logNoise: 0, start: 0, drift: 0 };
  let dRho = 0;
  let dLevel = 0;
  let dVariance = 0;
  for (let t = steps.length - 1; t >= 0; t--) {
    const { level, variance, innovation, total, gain } = steps[t];
    // After the update: level + gain * innovation, variance * (1 - gain).
    let dGain = dLevel * innovation - dVariance * variance;
    let dInnovation = dLevel * gain;
    let dPrior = dVariance * (1 - gain);
    let dTotal = 0.5 / total - (0.5 * innovation ** 2) / total ** 2;
    dInnovation += innovation / total;
    dPrior += dGain / total;
    dTotal -= (dGain * variance) / total ** 2;
    dPrior += dTotal;
    g.logNoise += dTotal * r;
    const dMean = dLevel - dInnovation;
    g.logLevel += dPrior * q;
    g.drift = dMean;
    const levelBefore = (level - p.drift) / rho;
    const varianceBefore = (variance - q) / rho ** 2;
    dRho += dMean * levelBefore + dPrior * 2 * rho * varianceBefore;
    dLevel = dMean * rho;
    dVariance = dPrior * rho ** 2;
  }
  g.start = dLevel;
  g.persistence = dRho * (1 - rho ** 2);
  return g;
}
