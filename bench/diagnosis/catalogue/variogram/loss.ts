// A nugget and two nested structures fitted to an empirical variogram read from a file; Cressie's weights, pairs / gamma².
import bins from './bins.json' with { type: 'json' };

export { bins };

export const params = async () => ({ nugget: 0.25, sills: [0.7, 0.6], ranges: [1.1, 4.2] });
export type Params = Awaited<ReturnType<typeof params>>;

/** Rises from 0 to 1, with about 95 % reached at h = range. */
export function exponential(h: number, range: number): number {
  return 1 - Math.exp((-3 * h) / range);
}

/** Rises from 0 to 1 at h = range, and stays there. */
export function spherical(h: number, range: number): number {
  if (h >= range) return 1;
  const t = h / range;
  return 1.5 * t - 0.5 * t ** 3;
}

export function gamma({ nugget, sills, ranges }: Params, h: number): number {
  return nugget + sills[0] * exponential(h, ranges[0]) + sills[1] * spherical(h, ranges[1]);
}

export async function loss(p: Params): Promise<number> {
  let sum = 0;
  for (const { lag, pairs, semivariance } of bins) {
    const model = gamma(p, lag);
    const ratio = semivariance / model - 1;
    sum += pairs * ratio * ratio;
  }
  return sum / bins.length;
}
