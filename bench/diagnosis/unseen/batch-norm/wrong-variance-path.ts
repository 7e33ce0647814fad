import { batch, column, dot, forward, inputs, mean, range, slope, sum, wanted } from './loss.js';
import type { Params } from './loss.js';

export { params, loss } from './loss.js';

export const gradient = (p: Params): Params => {
  const { units, out } = forward(p);
  const dout = out.map((o, n) => (2 * (o - wanted[n])) / batch);

  const perUnit = units.map(({ inverse, xhat, y, a }, j) => {
    const da = dout.map((d) => d * p.readout[j]);
    const dy = da.map((d, n) => (y[n] > 0 ? d : slope * d));
    const dxhat = dy.map((d) => d * p.gamma[j]);
    const average = mean(dxhat);
    const dz = dxhat.map((d) => inverse * (d - average));
    return {
      readout: dot(dout, a),
      gamma: dot(dy, xhat),
      beta: sum(dy),
      weights: range(3).map((i) => dot(dz, column(inputs, i))),
    };
  });

  return {
    weights: perUnit.map((u) => u.weights),
    gamma: perUnit.map((u) => u.gamma),
    beta: perUnit.map((u) => u.beta),
    readout: perUnit.map((u) => u.readout),
  };
};
