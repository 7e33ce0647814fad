import { grow, readings } from './loss.js';
import type { Params } from './loss.js';

export { loss, params } from './loss.js';

export function gradient(p: Params): Params {
  const noise = Math.exp(p.logNoise);
  const logCapacity = p.logCapacity.map((value) => value - 4.5);
  let rate = 0;
  let lag = 0;
  let logStart = 0;
  let logNoise = 1;
  for (const { colony, hour, count } of readings) {
    const { capacity, start, awake, ratio, decay, level } = grow(p, colony, hour);
    const z = (Math.log(count) - Math.log(level)) / noise;
    logNoise -= z * z;
    const dLogLevel = -z / noise;
    const below = 1 + ratio * decay;
    const dRatio = (-dLogLevel * decay) / below;
    const dDecay = (-dLogLevel * ratio) / below;
    rate -= dDecay * awake * decay;
    const dAwake = -dDecay * p.rate * decay;
    lag -= dAwake / (1 + Math.exp(p.lag - hour));
    logCapacity[colony] += dLogLevel + (dRatio * capacity) / start;
    logStart -= (dRatio * capacity) / start;
  }
  return { rate, lag, logStart, logCapacity, logNoise };
}
