// Ordinal regression: grades by thresholds that grow by exponentials of their gaps, with a logistic link.
export interface Student {
  hours: number;
  sleep: number;
  school: 0 | 1;
  grade: number;
}

export const students: Student[] = Array.from({ length: 15 }, (_, i) => ({
  hours: 0.4 * ((i * 7) % 11) - 2,
  sleep: Math.sin(2.2 * i),
  school: (i % 2) as 0 | 1,
  grade: Math.min(3, Math.floor(((i * 7) % 11) / 3)),
}));

export const params = { slopes: { hours: 0.7, sleep: 0.25 }, schools: [0.2, -0.3], lowest: -0.9, gaps: [0.1, 0.4] };
export type Params = typeof params;

export const logistic = (z: number): number => 1 / (1 + Math.exp(-z));

/** Upper ends of the grades; the last grade has none. */
export function thresholds({ lowest, gaps }: Params): number[] {
  const cuts = [lowest];
  for (const gap of gaps) cuts.push(cuts[cuts.length - 1] + Math.exp(gap));
  return cuts;
}

export const ability = (p: Params, s: Student): number =>
  p.slopes.hours * s.hours + p.slopes.sleep * s.sleep + p.schools[s.school];

export function loss(p: Params): number {
  const cuts = thresholds(p);
  let total = 0;
  for (const student of students) {
    const eta = ability(p, student);
    const upper = student.grade < cuts.length ? logistic(cuts[student.grade] - eta) : 1;
    const lower = student.grade > 0 ? logistic(cuts[student.grade - 1] - eta) : 0;
    total -= Math.log(upper - lower);
  }
  return total + (0.5 * (p.schools[0] ** 2 + p.schools[1] ** 2)) / 0.25;
}
