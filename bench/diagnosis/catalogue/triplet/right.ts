import { apart, embed, margin, triplets } from './loss.js';
import type { Params } from './loss.js';

export { loss, params } from './loss.js';

export function gradient(p: Params): Params {
  const embedding = p.embedding.map((row) => row.map(() => 0));
  const stretch = p.stretch.map(() => 0);

  const back = (x: number[], dOut: number[]): void => {
    for (const [i, row] of p.embedding.entries()) {
      let raw = 0;
      for (let j = 0; j < row.length; j++) raw += row[j] * x[j];
      stretch[i] += dOut[i] * raw;
      for (let j = 0; j < row.length; j++) embedding[i][j] += dOut[i] * p.stretch[i] * x[j];
    }
  };

  for (const { anchor, near, far } of triplets) {
    const a = embed(p, anchor);
    const n = embed(p, near);
    const f = embed(p, far);
    if (apart(a, n) - apart(a, f) + margin <= 0) continue;
    const weight = 2 / triplets.length;
    back(
      anchor,
      a.map((_, i) => weight * (f[i] - n[i])),
    );
    back(
      near,
      a.map((v, i) => -weight * (v - n[i])),
    );
    back(
      far,
      a.map((v, i) => weight * (v - f[i])),
    );
  }
  return { embedding, stretch };
}
