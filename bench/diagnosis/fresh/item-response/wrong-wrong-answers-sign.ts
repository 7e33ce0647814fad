import { answers, chance, items, persons } from './loss.js';
import type { Params } from './loss.js';

export { loss, params } from './loss.js';

const empty = (names: string[]): Record<string, number> => Object.fromEntries(names.map((name) => [name, 0]));

export function gradient(p: Params): Params {
  const g: Params = { ability: empty(persons), difficulty: empty(items), logSlope: empty(items), guess: 0 };
  for (const person of persons) {
    for (const item of items) {
      const { slope, gap, known, floor, right } = chance(p, person, item);
      const dRight = answers[person][item] === 1 ? -1 / right : -1 / (1 - right);
      const dKnown = dRight * (1 - floor);
      g.guess += dRight * (1 - known) * floor * (1 - floor);
      const dz = dKnown * known * (1 - known);
      g.ability[person] += dz * slope;
      g.difficulty[item] -= dz * slope;
      g.logSlope[item] += dz * gap * slope;
    }
    g.ability[person] += p.ability[person];
  }
  for (const item of items) g.logSlope[item] += 4 * p.logSlope[item];
  return g;
}
