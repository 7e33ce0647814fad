// Points of a hierarchy in the Poincaré disc: hyperbolic distance, a softmax over sampled strangers.
export const names = ['root', 'a', 'b', 'a1', 'a2', 'b1'];
export const links: [number, number, number[]][] = [
  [1, 0, [2, 5]],
  [2, 0, [3, 4]],
  [3, 1, [5, 2]],
  [4, 1, [5, 5]],
  [5, 2, [1, 3]],
];

export const params = {
  place: [
    [0.05, 0.02],
    [0.3, -0.25],
    [-0.35, 0.2],
    [0.55, -0.3],
    [0.35, -0.55],
    [-0.6, 0.35],
  ],
  steepness: 1.3,
};
export type Place = number[];
export type Params = { place: Place[]; steepness: number };

export const norm2 = (u: Place): number => u[0] * u[0] + u[1] * u[1];

export const gap2 = (u: Place, v: Place): number => norm2([u[0] - v[0], u[1] - v[1]]);

export function stretch(u: Place, v: Place): number {
  const inside = (1 - norm2(u)) * (1 - norm2(v));
  return 1 + (2 * gap2(u, v)) / inside;
}

export const distance = (u: Place, v: Place): number => Math.acosh(stretch(u, v));

export function loss({ place, steepness }: Params): number {
  let sum = 0;
  for (const [child, parent, strangers] of links) {
    const near = steepness * distance(place[child], place[parent]);
    let partition = Math.exp(-near);
    for (const other of strangers) partition += Math.exp(-steepness * distance(place[child], place[other]));
    sum += near + Math.log(partition);
  }
  return sum;
}
