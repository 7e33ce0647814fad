import { accuracy, ground, jacobian, linearSolve, measured, resistors, steered, voltages } from './loss.js';
import type { Params } from './loss.js';

export { params, loss } from './loss.js';

/** F(u, p) = 0 gives du/dp = -J^-1 dF/dp, so dL/dp = -lambda . dF/dp with Jᵀ lambda = dL/du. */
export function gradient(p: Params): Params {
  const u = voltages(p);
  const J = jacobian(p, u);
  const du = u.map((v, i) => (v - measured[i]) / accuracy[i] ** 2);
  const transposed = J.map((row, i) => row.map((_, j) => J[j][i]));
  const lambda = linearSolve(transposed, du);

  const logConductance = resistors.map(([a, b], e) => {
    const dropU = u[a] - (b === ground ? 0 : u[b]);
    return -Math.exp(p.logConductance[e]) * dropU * lambda[a];
  });
  return {
    logConductance,
    logSaturation: u.map((v, i) => -lambda[i] * Math.exp(p.logSaturation[i]) * (Math.exp(v) - 1)),
    transfer: steered.map(({ at, by }) => -lambda[at] * u[by]),
    source: [...lambda],
  };
}
