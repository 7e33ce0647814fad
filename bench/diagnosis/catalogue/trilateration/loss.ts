// A position and a clock from ranges to beacons, each with its own delay, under Cauchy's robust loss. Beacon E stands where
// the search starts: the distance to it has a kink there.
interface Beacon {
  readonly name: string;
  readonly at: readonly [number, number, number];
  readonly range: number;
}
export const beacons: readonly Beacon[] = [
  { name: 'A', at: [4, 1, -2], range: 5.6 },
  { name: 'B', at: [-3, 2.5, 1], range: 4.1 },
  { name: 'C', at: [1.5, -4, 2], range: 5.3 },
  { name: 'D', at: [-1, -2, -3.5], range: 4.9 },
  { name: 'E', at: [0.5, 0.25, -0.5], range: 0.3 },
];
export const cutoff = 0.6;
export const trust = 0.35; // in the delays being near 0

export const params = { position: [0.5, 0.25, -0.5], clock: 0.4, delays: [0.1, -0.2, 0.15, 0.05, 0.3] };
export type Params = typeof params;

export const distance = (p: Params, { at }: Beacon): number =>
  Math.sqrt((p.position[0] - at[0]) ** 2 + (p.position[1] - at[1]) ** 2 + (p.position[2] - at[2]) ** 2);

export const excess = (p: Params, k: number): number =>
  distance(p, beacons[k]) + p.clock + p.delays[k] - beacons[k].range;

export const cauchy = (r: number): number => 0.5 * cutoff ** 2 * Math.log(1 + (r / cutoff) ** 2);

export const loss = (p: Params): number => {
  const misfit = beacons.map((_, k) => cauchy(excess(p, k))).reduce((a, b) => a + b);
  const prior = p.delays.map((d) => d ** 2).reduce((a, b) => a + b);
  return misfit + trust * prior;
};
