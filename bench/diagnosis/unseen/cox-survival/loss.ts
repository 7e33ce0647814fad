// Cox partial likelihood with censoring and a saturating dose effect; risk sets by running sums over sorted times.
function makeRandom(seed: number) {
  let a = seed;
  return function () {
    a = (a * 40014) % 2147483563;
    return a / 2147483563;
  };
}
const random = makeRandom(2718);

export type Patient = { time: number; died: boolean; x: number[]; dose: number };
const cohort: Patient[] = [];
for (let i = 0; i < 28; i++) {
  cohort.push({
    time: Math.round(12 * random()) + 1, // in months: ties happen
    died: random() < 0.6,
    x: [random() - 0.5, 2 * random() - 1, random() < 0.5 ? 1 : 0, random(), 3 * random() - 1.5, random() < 0.3 ? 1 : 0],
    dose: 3 * random(),
  });
}
/** The longest survivor first. */
export const patients = cohort.toSorted((p, q) => q.time - p.time);
export const ridge = 0.4;

export const params = { beta: [0.5, -0.4, 0.3, -0.6, 0.2, 0.7], effect: -0.8, logHalf: 0.2 };
export type Params = typeof params;

export const saturation = (dose: number, logHalf: number) => dose / (dose + Math.exp(logHalf));

export function hazard(p: Params, who: Patient): number {
  let eta = p.effect * saturation(who.dose, p.logHalf);
  for (let j = 0; j < p.beta.length; j++) eta += p.beta[j] * who.x[j];
  return eta;
}

export function loss(p: Params): number {
  let negative = 0;
  let atRisk = 0;
  let next = 0;
  for (let i = 0; i < patients.length; i++) {
    // everybody with a time at least as long is at risk, ties included
    while (next < patients.length && patients[next].time >= patients[i].time) {
      atRisk += Math.exp(hazard(p, patients[next]));
      next++;
    }
    if (!patients[i].died) continue;
    negative -= hazard(p, patients[i]) - Math.log(atRisk);
  }
  let penalty = 0;
  for (const b of p.beta) penalty += b * b;
  return negative + ridge * penalty + Math.abs(p.effect) * ridge;
}
