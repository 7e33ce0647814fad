// Likelihood of a local level model with a Kalman filter; variances as logarithms, the persistence through tanh.
export const series = Array.from(
  { length: 14 },
  (_, t) => 1.5 * Math.sin(0.6 * t) + 0.4 * Math.cos(2.3 * t + 1) + 0.05 * t,
);

export const params = { persistence: 0.9, logLevel: -0.7, logNoise: -1.1, start: 0.3, drift: 0.05 };
export type Params = typeof params;

export interface Step {
  level: number;
  variance: number;
  innovation: number;
  total: number;
  gain: number;
}

export class Filter {
  readonly steps: Step[] = [];
  constructor(readonly p: Params) {
    let level = p.start;
    let variance = 1;
    const rho = Math.tanh(p.persistence);
    for (const y of series) {
      level = rho * level + p.drift;
      variance = rho * rho * variance + Math.exp(p.logLevel);
      const innovation = y - level;
      const total = variance + Math.exp(p.logNoise);
      const gain = variance / total;
      this.steps.push({ level, variance, innovation, total, gain });
      level += gain * innovation;
      variance *= 1 - gain;
    }
  }

  get score(): number {
    let sum = 0;
    for (const { innovation, total } of this.steps) {
      sum += 0.5 * Math.log(2 * Math.PI * total);
      sum += (0.5 * innovation ** 2) / total;
    }
    return sum;
  }
}

export const loss = (p: Params): number => new Filter(p).score;
