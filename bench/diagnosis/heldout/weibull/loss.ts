// Weibull regression of times to failure, some of them censored; shape as a logarithm, the scale log-linear, a normal prior.
export interface Unit {
  time: number;
  failed: boolean;
  load: number[];
}
export const unitsOf = 16;
export const units: Unit[] = [];
for (let n = 0; n < unitsOf; n++)
  units.push({
    time: 0.4 + 2.1 * Math.abs(Math.sin(3.3 * n + 1)),
    failed: n % 3 !== 1,
    load: [1, Math.cos(2 * n), Math.sin(0.9 * n + 2)],
  });
export const spread = 1.8;

export const params = { logShape: 0.35, beta: [0.4, -0.6, 0.25] };
export type Params = typeof params;

export const dot = (a: number[], b: number[]) => {
  let s = 0;
  for (const i in a) s += a[i] * b[i];
  return s;
};

export function loss({ logShape, beta }: Params): number {
  const shape = Math.exp(logShape);
  let minus = 0;
  for (const { time, failed, load } of units) {
    const logRatio = Math.log(time) - dot(beta, load);
    const hazard = Math.exp(shape * logRatio);
    minus += hazard;
    if (failed) minus -= logShape + (shape - 1) * logRatio - dot(beta, load);
  }
  const prior = dot(beta, beta) / (2 * spread ** 2);
  return minus + prior;
}
