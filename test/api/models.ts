import { defineModel } from '../../src/index.js';

/** A right model, and what can be the matter with one. */
export const right = defineModel({
  name: 'right',
  params: { w: [1, 2], b: 3 },
  loss: ({ w, b }) => w[0] ** 2 * w[1] + b ** 2,
  gradient: ({ w, b }) => ({ w: [2 * w[0] * w[1], w[0] ** 2], b: 2 * b }),
});

export const wrong = defineModel({
  ...right,
  name: 'wrong',
  gradient: ({ w, b }) => ({ w: [2 * w[0] * w[1], w[0] ** 2], b: -2 * b }),
});

export const throwing = defineModel({
  ...right,
  name: 'throwing',
  gradient: () => {
    throw new TypeError('there is no gradient');
  },
});

export const undecided = defineModel({
  name: 'undecided',
  params: { x: 0 },
  bounds: { x: [0, Infinity] },
  loss: ({ x }) => Math.sqrt(x) + 1,
  gradient: ({ x }) => ({ x: 0.5 / Math.sqrt(x) }),
});

/** One entry of twenty is undecided: let pass, unless `strict`. */
export const almostDecided = defineModel({
  name: 'almost decided',
  params: { w: Array.from({ length: 20 }, (_, i) => (i === 7 ? 0 : i + 1)) },
  bounds: { 'w[7]': [0, Infinity] },
  loss: ({ w }) => w.reduce((sum, x, i) => sum + (i === 7 ? Math.sqrt(x) : x ** 2), 0),
  gradient: ({ w }) => ({ w: w.map((x, i) => (i === 7 ? 0.5 / Math.sqrt(x) : 2 * x)) }),
});
