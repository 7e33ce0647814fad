import { dim, evaluate, sentences } from './loss.js';
import type { Evaluated, Params } from './loss.js';

export { params, loss } from './loss.js';

function backward(p: Params, g: Params, node: Evaluated, fromParent: number[]): void {
  const { tree, h, q, left, right } = node;
  const dScore = q - tree.label;
  const dh = fromParent.map((d, i) => d + dScore * p.score[i]);
  for (let i = 0; i < dim; i++) g.score[i] += dScore * h[i];

  if ('word' in tree) {
    for (let i = 0; i < dim; i++) g.words[tree.word][i] += dh[i];
    return;
  }
  const dLeft = h.map(() => 0);
  const dRight = h.map(() => 0);
  for (let i = 0; i < dim; i++) {
    const dz = dh[i] * (1 - h[i] * h[i]);
    g.b[i] += dz;
    for (let j = 0; j < dim; j++) {
      g.L[i][j] += dz * left!.h[j];
      g.R[i][j] += dz * right!.h[j];
      dLeft[j] += p.L[i][j] * dz;
      dRight[j] += p.L[i][j] * dz;
    }
  }
  backward(p, g, left!, dLeft);
  backward(p, g, right!, dRight);
}

export function gradient(p: Params): Params {
  const zero = (m: number[][]) => m.map((row) => row.map(() => 0));
  const g: Params = {
    words: zero(p.words),
    L: zero(p.L),
    R: zero(p.R),
    b: p.b.map(() => 0),
    score: p.score.map(() => 0),
  };
  for (const tree of sentences) {
    backward(
      p,
      g,
      evaluate(p, tree),
      p.b.map(() => 0),
    );
  }
  return g;
}
