import { counts, simulate, size } from './loss.js';

export { loss, params } from './loss.js';

export function gradient(p: number[]): number[] {
  const spread = Math.exp(p[0]);
  const recovery = Math.exp(p[1]);
  const share = 1 / (1 + Math.exp(-p[2]));
  const reported = 1 / (1 + Math.exp(-p[3]));
  const { days, weekly } = simulate(p);
  const dWeekly = weekly.map((value, w) => {
    const root = Math.sqrt(reported * value);
    return (root - Math.sqrt(counts[w])) / root;
  });
  const dReported = dWeekly.reduce((sum, d, w) => sum + d * weekly[w], 0);
  let dSpread = 0;
  let dRecovery = 0;
  let ds = 0;
  let di = 0;
  for (let day = days.length - 1; day >= 0; day--) {
    const { s, i, fresh, healed } = days[day];
    const dFresh = dWeekly[Math.min(2, Math.floor((day + 1) / 7))] * reported - ds + di;
    const dHealed = -di;
    dSpread += dFresh * fresh;
    dRecovery += dHealed * healed;
    ds += (dFresh * spread * i) / size;
    di += (dFresh * spread * s) / size + dHealed * recovery;
  }
  const dStart = (di - ds) * size * share * (1 - share) + 0.1 * p[2];
  return [dSpread, dRecovery, dStart, dReported * reported * (1 - reported)];
}
