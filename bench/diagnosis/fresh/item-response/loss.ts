// Answers of persons to items: three-parameter logistic items with guessing, abilities and difficulties as maps by name.
export const answers: Record<string, Record<string, 0 | 1>> = {
  ann: { add: 1, carry: 1, split: 1, prove: 0 },
  bob: { add: 1, carry: 0, split: 1, prove: 0 },
  cid: { add: 0, carry: 1, split: 0, prove: 1 },
  dot: { add: 1, carry: 1, split: 0, prove: 1 },
  eve: { add: 0, carry: 0, split: 1, prove: 0 },
};
export const persons = Object.keys(answers);
export const items = Object.keys(answers.ann);

const named = (names: string[], value: (k: number) => number): Record<string, number> =>
  Object.fromEntries(names.map((name, k) => [name, value(k)]));

export const params = {
  ability: named(persons, (k) => Math.sin(1 + 2 * k)),
  difficulty: named(items, (k) => 0.5 * k - 0.8),
  logSlope: named(items, (k) => 0.2 * Math.cos(k)),
  guess: -1.4,
};
export type Params = typeof params;

export const logistic = (z: number): number => 1 / (1 + Math.exp(-z));

export function chance({ ability, difficulty, logSlope, guess }: Params, person: string, item: string) {
  const slope = Math.exp(logSlope[item]);
  const gap = ability[person] - difficulty[item];
  const known = logistic(slope * gap);
  const floor = logistic(guess);
  return { slope, gap, known, floor, right: floor + (1 - floor) * known };
}

export function loss(p: Params): number {
  let total = 0;
  for (const person of persons) {
    for (const item of items) {
      const { right } = chance(p, person, item);
      total -= answers[person][item] === 1 ? Math.log(right) : Math.log(1 - right);
    }
    total += 0.5 * p.ability[person] ** 2;
  }
  for (const item of items) total += 0.5 * (p.logSlope[item] / 0.5) ** 2;
  return total;
}
