import { dot, spread, units } from './loss.js';
import type { Params } from './loss.js';

export { loss, params } from './loss.js';

export function gradient({ logShape, beta }: Params): Params {
  const shape = Math.exp(logShape);
  const dBeta = beta.map((b) => b / spread ** 2);
  let dLogShape = 0;
  for (const { time, failed, load } of units) {
    const logRatio = Math.log(time) - dot(beta, load);
    const hazard = Math.exp(shape * logRatio);
    dLogShape += shape * hazard * logRatio;
    let dEta = -shape * hazard;
    if (failed) {
      dLogShape -= shape * logRatio;
      dEta += shape;
    }
    load.forEach((x, k) => (dBeta[k] += dEta * x));
  }
  return { logShape: dLogShape, beta: dBeta };
}
