// Logistic growth of several colonies with a common rate and their own capacities, on the logarithm of the counts.
export interface Reading {
  colony: number;
  hour: number;
  count: number;
}

export const readings: Reading[] = [];
for (let colony = 0; colony < 3; colony++) {
  for (let hour = 0; hour < 8; hour += 1 + (colony % 2)) {
    const capacity = 50 + 30 * colony;
    const level = capacity / (1 + (capacity / 4 - 1) * Math.exp(-0.75 * hour));
    readings.push({ colony, hour, count: level * (1 + 0.1 * Math.sin(5 * hour + colony)) });
  }
}

export const params = {
  rate: 0.6,
  lag: 0.4,
  logStart: Math.log(5),
  logCapacity: [4.1, 4.2, 4.9],
  logNoise: -1.5,
};
export interface Params {
  rate: number;
  lag: number;
  logStart: number;
  logCapacity: number[];
  logNoise: number;
}

/** The level at an hour; time runs only after the lag, softly. */
export function grow(p: Params, colony: number, hour: number) {
  const capacity = Math.exp(p.logCapacity[colony]);
  const start = Math.exp(p.logStart);
  const awake = Math.log1p(Math.exp(hour - p.lag));
  const ratio = capacity / start - 1;
  const decay = Math.exp(-p.rate * awake);
  const level = capacity / (1 + ratio * decay);
  return { capacity, start, awake, ratio, decay, level };
}

export function loss(p: Params): number {
  const noise = Math.exp(p.logNoise);
  let sum = 0;
  for (const { colony, hour, count } of readings) {
    const { level } = grow(p, colony, hour);
    const z = (Math.log(count) - Math.log(level)) / noise;
    sum += 0.5 * z * z + p.logNoise;
  }
  for (const value of p.logCapacity) sum += 0.5 * (value - 4.5) ** 2;
  return sum;
}
