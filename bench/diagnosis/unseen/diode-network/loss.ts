// Voltages of a small diode network by Newton's method; the loss compares them with measurements (implicit gradient).
export const nodes = 4;
export const ground = -1;
export const resistors: [number, number][] = [
  [0, 1],
  [1, 2],
  [2, 3],
  [0, 3],
  [1, ground],
  [3, ground],
];
/** Current sources that are steered by the voltage at `by` and draw from `at`. */
export const steered = [
  { at: 2, by: 0 },
  { at: 3, by: 1 },
];
export const measured = [0.9, 0.35, 0.5, 0.2];
export const accuracy = [0.1, 0.2, 0.1, 0.3];

let n = 40;
const jitter = (): number => {
  n = (n * 421 + 1663) % 7875;
  return n / 7875 - 0.5;
};

export const params = {
  logConductance: resistors.map(() => 0.8 * jitter()),
  logSaturation: measured.map(() => -1.5 + jitter()),
  transfer: [0.4, -0.3],
  source: [1.6, 0.2, 0.7, -0.1],
};
export type Params = typeof params;

/** Sum of currents out of each node: zero at the solution. */
function currents(p: Params, u: number[]): number[] {
  const out = u.map((v, i) => Math.exp(p.logSaturation[i]) * (Math.exp(v) - 1) - p.source[i]);
  resistors.forEach(([a, b], e) => {
    const flow = Math.exp(p.logConductance[e]) * (u[a] - (b === ground ? 0 : u[b]));
    out[a] += flow;
    if (b !== ground) out[b] -= flow;
  });
  steered.forEach(({ at, by }, k) => (out[at] += p.transfer[k] * u[by]));
  return out;
}

export function jacobian(p: Params, u: number[]): number[][] {
  const J = u.map((v, i) => u.map((_, j) => (i === j ? Math.exp(p.logSaturation[i] + v) : 0)));
  resistors.forEach(([a, b], e) => {
    const g = Math.exp(p.logConductance[e]);
    J[a][a] += g;
    if (b === ground) return;
    J[b][b] += g;
    J[a][b] -= g;
    J[b][a] -= g;
  });
  steered.forEach(({ at, by }, k) => (J[at][by] += p.transfer[k]));
  return J;
}

/** Gauss-Jordan with pivoting. */
export function linearSolve(A: number[][], rhs: number[]): number[] {
  const M = A.map((row, i) => [...row, rhs[i]]);
  for (let c = 0; c < M.length; c++) {
    let best = c;
    for (let r = c; r < M.length; r++) if (Math.abs(M[r][c]) > Math.abs(M[best][c])) best = r;
    [M[c], M[best]] = [M[best], M[c]];
    for (let r = 0; r < M.length; r++) {
      if (r === c) continue;
      const f = M[r][c] / M[c][c];
      for (let k = c; k <= M.length; k++) M[r][k] -= f * M[c][k];
    }
  }
  return M.map((row, i) => row[M.length] / row[i]);
}

export function voltages(p: Params): number[] {
  let u = measured.map(() => 0);
  for (let it = 0; it < 30; it++) {
    const du = linearSolve(jacobian(p, u), currents(p, u));
    u = u.map((v, i) => v - du[i]);
  }
  return u;
}

export const loss = (p: Params): number =>
  voltages(p).reduce((s, v, i) => s + 0.5 * ((v - measured[i]) / accuracy[i]) ** 2, 0);
