// A rod with conductivities to be found: explicit steps of the heat equation, compared with thermometers at some times.
const CELLS = 8;
const STEPS = 10;
const DT = 0.1;
const COOLING = 0.05;
export { CELLS, COOLING, DT, STEPS };

/** Time, cell, temperature. */
export const measured: readonly [number, number, number][] = [
  [3, 1, 0.7],
  [3, 5, 0.2],
  [6, 2, 0.75],
  [6, 4, 0.4],
  [10, 0, 0.8],
  [10, 3, 0.5],
  [10, 6, 0.3],
  [10, 7, 0.1],
];

/** logK: between neighbouring cells; initial: amplitude of a bump and where it is; source: heat per time in cell 0. */
export const params = { logK: [-0.2, 0.3, 0.1, -0.4, 0.2, 0, -0.1], bump: { height: 1.2, at: 2.4 }, source: 0.3 };
export type Params = typeof params;

export const initial = ({ height, at }: Params['bump']): number[] =>
  Array.from({ length: CELLS }, (_, i) => height * Math.exp(-0.5 * (i - at) ** 2));

export function history(p: Params): number[][] {
  const k = p.logK.map(Math.exp);
  const u = [initial(p.bump)];
  for (let n = 0; n < STEPS; n++) {
    const now = u[n];
    const next = now.map((v) => v - DT * COOLING * v);
    for (let i = 0; i < CELLS - 1; i++) {
      const flux = DT * k[i] * (now[i + 1] - now[i]);
      next[i] += flux;
      next[i + 1] -= flux;
    }
    next[0] += DT * p.source;
    u.push(next);
  }
  return u;
}

export function loss(p: Params): number {
  const u = history(p);
  let sum = 0;
  for (const [n, i, value] of measured) sum += (u[n][i] - value) ** 2 / 2;
  for (let i = 1; i < p.logK.length; i++) sum += 0.1 * (p.logK[i] - p.logK[i - 1]) ** 2;
  return sum;
}
