// A recursive network over binary parse trees: phrase vector = tanh(L left + R right + b), a score at every phrase.
export type Tree = { word: number; label: number } | { left: Tree; right: Tree; label: number };

let seed = 7;
function draw(size: number): number {
  seed = (seed * 16807) % 2147483647;
  return size * (seed / 2147483647 - 0.5);
}
export const dim = 3;
const vocabulary = 5;
const vector = (size: number): number[] => Array.from({ length: dim }, () => draw(size));
const square = (size: number): number[][] => Array.from({ length: dim }, () => vector(size));

const leaf = (word: number): Tree => ({ word, label: draw(2) > 0 ? 1 : 0 });
const node = (left: Tree, right: Tree): Tree => ({ left, right, label: draw(2) > 0 ? 1 : 0 });
export const sentences: Tree[] = [
  node(node(leaf(0), leaf(1)), node(leaf(2), node(leaf(3), leaf(0)))),
  node(leaf(4), node(leaf(4), leaf(1))),
  node(node(node(leaf(2), leaf(3)), leaf(4)), leaf(2)),
];

export const params = {
  words: Array.from({ length: vocabulary }, () => vector(2)),
  L: square(2),
  R: square(2),
  b: vector(0.6),
  score: vector(3),
};
export type Params = typeof params;

export const apply = (m: number[][], v: number[]): number[] => m.map((row) => row.reduce((s, w, j) => s + w * v[j], 0));

/** The tree again, with the vector and the probability of each node. */
export type Evaluated = { tree: Tree; h: number[]; q: number; left?: Evaluated; right?: Evaluated };

export function evaluate(p: Params, tree: Tree): Evaluated {
  if ('word' in tree) {
    const h = p.words[tree.word];
    return { tree, h, q: positive(p, h) };
  }
  const left = evaluate(p, tree.left);
  const right = evaluate(p, tree.right);
  const fromLeft = apply(p.L, left.h);
  const fromRight = apply(p.R, right.h);
  const h = fromLeft.map((v, i) => Math.tanh(v + fromRight[i] + p.b[i]));
  return { tree, h, q: positive(p, h), left, right };
}

function positive(p: Params, h: number[]): number {
  return 1 / (1 + Math.exp(-h.reduce((s, v, i) => s + v * p.score[i], 0)));
}

function crossEntropy(node: Evaluated): number {
  const own = node.tree.label === 1 ? -Math.log(node.q) : -Math.log(1 - node.q);
  if (!node.left || !node.right) return own;
  return own + crossEntropy(node.left) + crossEntropy(node.right);
}

export const loss = (p: Params): number => sentences.reduce((s, tree) => s + crossEntropy(evaluate(p, tree)), 0);
