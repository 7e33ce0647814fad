import { ability, logistic, students, thresholds } from './loss.js';
import type { Params } from './loss.js';

export { loss, params } from './loss.js';

const density = (z: number): number => logistic(z) * (1 - logistic(z));

export function gradient(p: Params): Params {
  const cuts = thresholds(p);
  const byCut = cuts.map(() => 0);
  const slopes = { hours: 0, sleep: 0 };
  const schools = p.schools.map((effect) => 4 * effect);
  for (const student of students) {
    const { grade, hours, sleep, school } = student;
    const eta = ability(p, student);
    const upper = grade < cuts.length ? logistic(cuts[grade] - eta) : 1;
    const lower = grade > 0 ? logistic(cuts[grade - 1] - eta) : 0;
    const share = upper - lower;
    const dUpper = grade < cuts.length ? density(cuts[grade] - eta) / share : 0;
    const dLower = grade > 0 ? density(cuts[grade - 1] - eta) / share : 0;
    if (grade < cuts.length) byCut[grade] -= dUpper;
    if (grade > 0) byCut[grade - 1] += dLower;
    const dEta = dUpper - dLower;
    slopes.hours += dEta * hours;
    slopes.sleep += dEta * sleep;
    schools[school] += dEta;
  }
  const gaps = p.gaps.map((gap, k) => {
    let later = 0;
    for (let cut = k; cut < cuts.length; cut++) later += byCut[cut];
    return later * Math.exp(gap);
  });
  const lowest = byCut.reduce((a, b) => a + b, 0);
  return { slopes, schools, lowest, gaps };
}
