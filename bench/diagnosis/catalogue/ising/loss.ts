// Pseudo-likelihood of an Ising model: each spin against the field of the others. Couplings are directed; the diagonal is not used.
export const spins = 5;

const patterns = ['+-++-', '--+-+', '++-+-', '-+-++', '+--++', '-++--', '+++-+', '--+--'];
export const states: Int8Array[] = patterns.map((text) => Int8Array.from(text, (sign) => (sign === '+' ? 1 : -1)));

export const params = {
  field: [0.3, -0.2, 0.5, 0.1, -0.4],
  coupling: [
    [0, 0.6, -0.3, 0.2, 0.5],
    [-0.4, 0, 0.7, -0.1, 0.3],
    [0.2, -0.5, 0, 0.4, -0.6],
    [0.8, 0.1, -0.2, 0, 0.35],
    [-0.15, 0.45, 0.25, -0.7, 0],
  ],
  logTemperature: 0.2,
};
export type Params = typeof params;
export const lasso = 0.04;

/** What the other spins and the outside do to spin i. */
export function local(p: Params, s: Int8Array, i: number): number {
  let h = p.field[i];
  for (let j = 0; j < spins; j++) {
    if (j !== i) h += p.coupling[i][j] * s[j];
  }
  return h;
}

export function loss(p: Params): number {
  const heat = Math.exp(p.logTemperature);
  let sum = 0;
  for (const s of states) {
    for (let i = 0; i < spins; i++) {
      const energy = (-2 * s[i] * local(p, s, i)) / heat;
      sum += Math.log(1 + Math.exp(energy));
    }
  }
  let size = 0;
  for (const h of p.field) size += Math.sqrt(h * h + 1e-4);
  return sum / states.length + lasso * size;
}
