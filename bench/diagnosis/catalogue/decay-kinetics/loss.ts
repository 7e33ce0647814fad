// A -> B -> C, both steps of first order, rates and dose as logarithms; B is measured at several times in several runs.
export interface Run {
  readonly dose: number;
  readonly times: readonly number[];
  readonly seen: readonly number[];
}
export const runs: readonly Run[] = [
  { dose: 1, times: [0.3, 0.8, 1.5, 3, 5], seen: [0.33, 0.46, 0.39, 0.21, 0.06] },
  { dose: 2.5, times: [0.5, 1, 2, 4], seen: [1.1, 1.2, 0.8, 0.34] },
  { dose: 0.6, times: [0.4, 2.2], seen: [0.2, 0.24] },
];

export const params = {
  logRates: [0.25, -0.4],
  logYield: [-0.1, 0.05, 0.2],
  baseline: 0.07,
};
export type Params = typeof params;
/** A second place to check at. */
export const points: Params[] = [{ logRates: [-0.3, 0.5], logYield: [0.2, -0.15, 0], baseline: -0.02 }];

/** Concentration of B, per unit of A at the start. */
export function bateman(fast: number, slow: number, t: number): number {
  const left = Math.exp(-fast * t);
  const right = Math.exp(-slow * t);
  return (fast / (slow - fast)) * (left - right);
}

export function predict(p: Params, run: number, t: number): number {
  const [fast, slow] = p.logRates.map((r) => Math.exp(r));
  const amount = runs[run].dose * Math.exp(p.logYield[run]);
  return amount * bateman(fast, slow, t) + p.baseline;
}

export function loss(p: Params): number {
  let total = 0;
  runs.forEach(({ times, seen }, run) => {
    times.forEach((t, m) => {
      const error = predict(p, run, t) - seen[m];
      total += 0.5 * error * error;
    });
  });
  return total;
}
