// Ratings by matrix factorisation: mean + user bias + item bias + inner product, squared error, penalties; Maps and tuples.
export type Rating = readonly [user: string, item: string, stars: number];

export const ratings: readonly Rating[] = [
  ['ann', 'alien', 4.5],
  ['ann', 'brazil', 3],
  ['ann', 'casino', 2.5],
  ['bob', 'alien', 2],
  ['bob', 'dune', 4],
  ['cat', 'brazil', 5],
  ['cat', 'casino', 1.5],
  ['cat', 'dune', 3.5],
  ['dan', 'alien', 3],
  ['dan', 'dune', 1],
];
const rank = (names: string[]): Map<string, number> => new Map([...new Set(names)].sort().map((name, k) => [name, k]));
export const userOf = rank(ratings.map(([user]) => user));
export const itemOf = rank(ratings.map(([, item]) => item));

export const factorPenalty = 0.11;
export const biasPenalty = 0.23;

export const params = {
  mean: 2.7,
  users: { bias: [0.4, -0.3, 0.2, -0.6], factors: [0.8, -0.5, 0.3, 1.1, -0.7, 0.6, 0.2, -0.9] },
  items: { bias: [0.1, 0.5, -0.4, 0.3], factors: [-0.4, 0.9, 1.2, 0.3, 0.5, -0.8, -0.6, 0.7] },
};
export type Params = typeof params;
export const width = 2;

export function guess({ mean, users, items }: Params, u: number, i: number): number {
  let stars = mean + users.bias[u] + items.bias[i];
  for (let f = 0; f < width; f++) {
    stars += users.factors[u * width + f] * items.factors[i * width + f];
  }
  return stars;
}

const energy = (v: number[]): number => v.map((a) => a * a).reduce((a, b) => a + b);

export function loss(p: Params): number {
  let misfit = 0;
  for (const [user, item, stars] of ratings) {
    misfit += (guess(p, userOf.get(user)!, itemOf.get(item)!) - stars) ** 2;
  }
  const factors = energy(p.users.factors) + energy(p.items.factors);
  const biases = energy(p.users.bias) + energy(p.items.bias);
  return misfit + factorPenalty * factors + biasPenalty * biases;
}
