import { assign, BALANCE, clusters, dims, points } from './loss.js';
import type { Params } from './loss.js';

export { loss, params } from './loss.js';

export function gradient(p: Params): Params {
  const { n, weights, heat, distance, share, size } = assign(p);
  const dCentres = new Float64Array(p.centres.length);
  const dLogWeights = new Float64Array(dims).fill(-0.3);
  let dHeat = 0;
  const dShare = new Float64Array(clusters);
  for (let i = 0; i < n; i++) {
    let mean = 0;
    for (let c = 0; c < clusters; c++) {
      dShare[c] = (distance[i * clusters + c] + 2 * BALANCE * (size[c] - 1 / clusters)) / n;
      mean += share[i * clusters + c] * dShare[c];
    }
    for (let c = 0; c < clusters; c++) {
      const dLogit = share[i * clusters + c] * (dShare[c] - mean);
      dHeat += (dLogit * distance[i * clusters + c]) / heat;
      const dDistance = share[i * clusters + c] / n - dLogit / heat;
      for (let k = 0; k < dims; k++) {
        const gap = points[i * dims + k] - p.centres[c * dims + k];
        dCentres[c * dims + k] -= 2 * dDistance * weights[k] * gap;
        dLogWeights[k] += dDistance * weights[k] * gap * gap;
      }
    }
  }
  return { centres: dCentres, logWeights: dLogWeights, logHeat: dHeat * heat };
}
