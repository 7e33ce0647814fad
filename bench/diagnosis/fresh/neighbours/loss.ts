// Neighbourhood components: a linear map is learned so that each point is near those of its own class; leave one out.
export const FROM = 3;
export const TO = 2;
export const sheet: { x: number[]; label: string }[] = [
  { x: [0.9, 0.1, -0.4], label: 'fern' },
  { x: [1.1, -0.3, 0.2], label: 'fern' },
  { x: [0.4, 0.5, 0.1], label: 'fern' },
  { x: [-0.7, 0.6, 0.5], label: 'moss' },
  { x: [-0.9, 0.2, -0.1], label: 'moss' },
  { x: [-0.2, 0.9, 0.3], label: 'moss' },
  { x: [0.1, -1.1, 0.8], label: 'reed' },
  { x: [0.3, -0.7, 0.4], label: 'reed' },
];

export const params = {
  map: [
    [0.8, -0.3, 0.5],
    [0.2, 0.9, -0.4],
  ],
  logReach: 0.3,
};
export type Params = typeof params;

export const difference = (i: number, j: number): number[] => sheet[i].x.map((v, k) => v - sheet[j].x[k]);
export const project = (map: number[][], d: number[]): number[] =>
  map.map((row) => row.reduce((s, a, k) => s + a * d[k], 0));

/** Probability that i picks j. */
export function picks({ map, logReach }: Params): number[][] {
  const reach = Math.exp(logReach);
  return sheet.map((_, i) => {
    const closeness = sheet.map((__, j) => {
      if (i === j) return 0;
      const z = project(map, difference(i, j));
      return Math.exp(-(z[0] * z[0] + z[1] * z[1]) / reach);
    });
    const total = closeness.reduce((a, b) => a + b, 0);
    return closeness.map((c) => c / total);
  });
}

export const correct = (row: number[], i: number): number =>
  row.reduce((s, q, j) => (sheet[j].label === sheet[i].label ? s + q : s), 0);

export function loss(p: Params): number {
  const table = picks(p);
  let sum = 0;
  for (const [i, row] of table.entries()) sum -= Math.log(correct(row, i));
  let size = 0;
  for (const row of p.map) for (const a of row) size += a * a;
  return sum / sheet.length + 0.02 * size;
}
