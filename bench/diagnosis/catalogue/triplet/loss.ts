// A linear embedding trained by triplets: hinge on squared distances with a margin; all three go through the same matrix.
const fruits = {
  plum: { hue: 0.8, size: -0.4, weight: 0.1, age: 1.2 },
  pear: { hue: -0.3, size: 0.7, weight: 0.6, age: 0.4 },
  peach: { hue: 0.5, size: 0.2, weight: -0.8, age: -0.6 },
  melon: { hue: -1.1, size: 1.4, weight: 1.7, age: 0.2 },
  lime: { hue: -0.9, size: -0.8, weight: -0.5, age: -1 },
};
type Name = keyof typeof fruits;
type Triplet = { anchor: number[]; near: number[]; far: number[] };
const triplet = (...names: [Name, Name, Name]): Triplet => {
  const [anchor, near, far] = names.map((name) => Object.values(fruits[name]));
  return { anchor, near, far };
};
export const triplets: Triplet[] = [
  triplet('plum', 'peach', 'melon'),
  triplet('pear', 'melon', 'lime'),
  triplet('lime', 'pear', 'plum'),
  triplet('peach', 'plum', 'pear'),
  triplet('melon', 'pear', 'peach'),
  triplet('lime', 'melon', 'peach'),
];
export const margin = 0.9;

export const params = {
  embedding: [
    [0.5, -0.3, 0.8, 0.1],
    [-0.6, 0.4, 0.2, 0.7],
    [0.3, 0.9, -0.5, -0.2],
  ],
  stretch: [1.1, 0.7, 1.4],
};
export type Params = typeof params;

export function embed(p: Params, x: number[]): number[] {
  return p.embedding.map((row, i) => p.stretch[i] * row.reduce((s, w, j) => s + w * x[j], 0));
}

export function apart(a: number[], b: number[]): number {
  let sum = 0;
  a.forEach((v, i) => {
    sum += (v - b[i]) ** 2;
  });
  return sum;
}

export function loss(p: Params): number {
  let total = 0;
  for (const { anchor, near, far } of triplets) {
    const a = embed(p, anchor);
    const toNear = apart(a, embed(p, near));
    const toFar = apart(a, embed(p, far));
    total += Math.max(0, toNear - toFar + margin);
  }
  return total / triplets.length;
}
