import { Pooling, sets, targets, width } from './loss.js';
import type { Params } from './loss.js';

export { loss, params } from './loss.js';

class PoolingGradient {
  readonly V = new Float64Array(width * width);
  readonly u = new Float64Array(width);
  readonly readOut = new Float64Array(width);
  level = 0;

  constructor(private readonly p: Params) {}

  add(members: Float64Array, target: number): void {
    const pooling = new Pooling(this.p, members);
    const dValue = (pooling.value - target) / sets.length;
    this.level += dValue;
    for (let i = 0; i < width; i++) this.readOut[i] += dValue * pooling.pooled[i];

    const worth = new Float64Array(pooling.size);
    for (let m = 0; m < pooling.size; m++) {
      for (let i = 0; i < width; i++) worth[m] += dValue * this.p.readOut[i] * members[m * width + i];
    }
    for (let m = 0; m < pooling.size; m++) {
      const dScore = pooling.weights[m] * worth[m];
      for (let i = 0; i < width; i++) {
        const feature = pooling.features[m * width + i];
        this.u[i] += dScore * feature;
        const dz = dScore * this.p.u[i] * (1 - feature * feature);
        for (let j = 0; j < width; j++) this.V[i * width + j] += dz * members[m * width + j];
      }
    }
  }
}

export function gradient(p: Params): Params {
  const g = new PoolingGradient(p);
  sets.forEach((members, k) => g.add(members, targets[k]));
  return { V: g.V, u: g.u, readOut: g.readOut, level: g.level };
}
