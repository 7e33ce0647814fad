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
  }
}

export function gradient(p: Params): Params {
  const g = new PoolingGradient(p);
  sets.forEach((members, k) => g.add(members, targets[k]));
  return { V: g.V, u: g.u, readOut: g.readOut, level: g.level };
}
