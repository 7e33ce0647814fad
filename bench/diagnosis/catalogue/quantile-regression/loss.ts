// Location by a Huber loss with a fitted scale, and an upper quantile by the pinball loss. The median row lies on the kink.
export const observations = [
  { dose: -1.5, response: -2.25 },
  { dose: -1, response: -0.4 },
  { dose: -0.5, response: 0.75 },
  { dose: 0, response: 1.5 }, // on the quantile line: the pinball loss has its kink here
  { dose: 0.5, response: 0.25 },
  { dose: 1, response: 4.5 },
  { dose: 1.5, response: 2.25 },
  { dose: 2, response: 9 },
];
export const tau = 0.8;
export const knee = 1.25;

export const params = {
  centre: { slope: 1.25, level: 0.5 },
  logScale: -0.3,
  upper: { slope: 1.75, level: 1.5 },
};
export type Params = typeof params;
type Line = Params['centre'];

export const at = (line: Line, dose: number): number => line.level + line.slope * dose;

export const huber = (u: number): number => (Math.abs(u) <= knee ? 0.5 * u ** 2 : knee * (Math.abs(u) - 0.5 * knee));

export const pinball = (r: number): number => Math.max(tau * r, (tau - 1) * r);

export function loss({ centre, logScale, upper }: Params): number {
  let sum = 0;
  for (const { dose, response } of observations) {
    sum += huber((response - at(centre, dose)) / Math.exp(logScale));
    sum += logScale;
    sum += pinball(response - at(upper, dose));
  }
  return sum / observations.length;
}
