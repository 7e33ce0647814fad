// A planar arm of four joints follows marks: angles add up along the arm; links are elastic, stiffness penalises bending.
export const joints = 4;
export const stiffness = [0.3, 0.2, 0.15, 0.1];
export const marks = [
  { x: 1.9, y: 1.1, bend: 0.1, weight: 1 },
  { x: 0.6, y: 2.2, bend: 0.5, weight: 0.7 },
  { x: -0.8, y: 1.7, bend: 0.9, weight: 1.6 },
];

export const params = {
  angles: Float64Array.of(0.4, 0.55, -0.3, 0.7),
  lengths: Float64Array.of(1, 0.8, 0.6, 0.35),
  base: Float64Array.of(0.1, -0.05),
};
export type Params = typeof params;

/** The directions of the links: running sums of the angles, each bent a little more. */
export function headings({ angles }: Params, bend: number): Float64Array {
  const out = new Float64Array(joints);
  let heading = 0;
  for (let j = 0; j < joints; j++) {
    heading += angles[j] + bend;
    out[j] = heading;
  }
  return out;
}

export function tip(p: Params, bend: number): [number, number] {
  const along = headings(p, bend);
  let [x, y] = p.base;
  for (let j = 0; j < joints; j++) {
    x += p.lengths[j] * Math.cos(along[j]);
    y += p.lengths[j] * Math.sin(along[j]);
  }
  return [x, y];
}

export function loss(p: Params): number {
  let sum = 0;
  for (const { x, y, bend, weight } of marks) {
    const [tipX, tipY] = tip(p, bend);
    sum += weight * Math.hypot(tipX - x, tipY - y);
  }
  for (let j = 0; j < joints; j++) sum += stiffness[j] * (1 - Math.cos(p.angles[j]));
  for (let j = 1; j < joints; j++) sum += 0.4 * (p.lengths[j] - p.lengths[j - 1]) ** 2;
  return sum;
}
