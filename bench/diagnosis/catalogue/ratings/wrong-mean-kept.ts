import { biasPenalty, factorPenalty, guess, itemOf, width, ratings, userOf } from './loss.js';
import type { Params } from './loss.js';

export { loss, params } from './loss.js';

let mean = 0;

export function gradient(p: Params): Params {
  const userBias = p.users.bias.map((b) => 2 * biasPenalty * b);
  const itemBias = p.items.bias.map((b) => 2 * biasPenalty * b);
  const userFactors = p.users.factors.map((v) => 2 * factorPenalty * v);
  const itemFactors = p.items.factors.map((v) => 2 * factorPenalty * v);
  for (const [user, item, stars] of ratings) {
    const u = userOf.get(user)!;
    const i = itemOf.get(item)!;
    const e = 2 * (guess(p, u, i) - stars);
    mean += e;
    userBias[u] += e;
    itemBias[i] += e;
    for (let f = 0; f < width; f++) {
      userFactors[u * width + f] += e * p.items.factors[i * width + f];
      itemFactors[i * width + f] += e * p.users.factors[u * width + f];
    }
  }
  return {
    mean,
    users: { bias: userBias, factors: userFactors },
    items: { bias: itemBias, factors: itemFactors },
  };
}
