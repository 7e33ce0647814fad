import { logSumExp, sigmoid, sum, sumOfSquares } from '../arithmetic/algebra.js';
import type { Formula } from '../arithmetic/field.js';
import type { Case, Family } from './case.js';

/** Smooth losses at points where differences are hard: waves, singularities, zeros, edges of a domain. */
function at(family: Family, name: string, point: number[], formula: Formula, more: Partial<Case> = {}): Case {
  return { name, family, point, formula, ...more };
}

const waves: Case[] = [
  at('high frequency', 'sin(1e3 x)', [0.7, 0.2], (f, [x, y]) => f.add(f.sin(f.mul(1e3, x)), f.square(f.add(x, y)))),
  at('high frequency', 'x² + 1e-3 sin(1e5 x)', [0.7, 0.2], (f, [x, y]) =>
    f.add(f.square(f.add(x, y)), f.mul(1e-3, f.sin(f.mul(1e5, x)))),
  ),
  at('high frequency', 'x² + 1e-6 sin(1e6 x)', [1.3], (f, [x]) =>
    f.add(f.square(x), f.mul(1e-6, f.sin(f.mul(1e6, x)))),
  ),
  at('high frequency', 'chirp cos(x⁶)', [3.1, 1], (f, [x, y]) => f.add(f.cos(f.pow(x, 6)), f.mul(x, y))),
  at('high frequency', 'product of waves', [0.4, 1.9], (f, [x, y]) =>
    f.mul(f.sin(f.mul(200, x)), f.cos(f.mul(300, y))),
  ),
];

const singular: Case[] = [
  ...[1e-4, 1e-8, 1e-16].map((x0) => at('singular', `√x at ${x0}`, [x0, 1], (f, [x, y]) => f.mul(f.sqrt(x), y))),
  ...[1e-4, 1e-10].map((x0) => at('singular', `log x at ${x0}`, [x0, 1], (f, [x, y]) => f.mul(f.log(x), y))),
  at('singular', 'x log x at 1e-12', [1e-12, 1], (f, [x, y]) => f.add(f.mul(x, f.log(x)), f.square(y))),
  at('singular', '1/x at 1e-6', [1e-6, 2], (f, [x, y]) => f.div(y, x)),
  at('singular', '∛x at 1e-9', [1e-9, 2], (f, [x, y]) => f.mul(f.pow(x, 1 / 3), y)),
  at('singular', 'length of a short vector', [3e-9, -4e-9, 1], (f, [x, y, z]) =>
    f.add(f.sqrt(f.add(f.square(x), f.square(y))), f.square(z)),
  ),
  at('singular', 'tan near its pole', [1.57, 1], (f, [x, y]) => f.mul(f.div(f.sin(x), f.cos(x)), y), { jitter: 1e-5 }),
  at('singular', '|x|^1.5 at 0', [0, 1], (f, [x, y]) => f.add(f.mul(f.pow(f.abs(x), 1.5), y), f.square(y)), {
    jitter: 0,
  }),
];

const zeros: Case[] = [
  at('zero gradient', 'sum of squares at its minimum', [0, 0, 0], (f, x) => sumOfSquares(f, x), { jitter: 0 }),
  at(
    'zero gradient',
    'exact least-squares fit',
    [0.5, -2, 1],
    (f, [a, b, c]) =>
      sum(
        f,
        [-1, 0, 1, 2].map((t) => f.square(f.sub(f.add(f.mul(t, a), f.mul(t * t, b), c), 0.5 * t - 2 * t * t + 1))),
      ),
    { jitter: 0 },
  ),
  at(
    'zero gradient',
    'Rosenbrock at its minimum',
    [1, 1],
    (f, [a, b]) => f.add(f.mul(100, f.square(f.sub(b, f.square(a)))), f.square(f.sub(1, a))),
    { jitter: 0 },
  ),
  at('zero gradient', 'constant', [0.3, -0.7], (f, [a]) => f.add(f.mul(0, a), 2.5)),
  at('zero gradient', 'unused parameter', [0.3, -0.7, 5], (f, [a, b]) => f.mul(f.exp(a), f.add(b, 2))),
  at('zero gradient', '(x − 1)³ at 1', [1, 2], (f, [x, y]) => f.add(f.pow(f.sub(x, 1), 3), f.square(y)), { jitter: 0 }),
  at('zero gradient', '(x − 1)³ alone at 1', [1], (f, [x]) => f.pow(f.sub(x, 1), 3), { jitter: 0 }),
  at('zero gradient', '(x − 1)⁴ at 1', [1, 2], (f, [x, y]) => f.add(f.pow(f.sub(x, 1), 4), f.square(y)), { jitter: 0 }),
  at('zero gradient', 'saddle x·y at 0', [0, 0], (f, [x, y]) => f.mul(x, y), { jitter: 0 }),
  at('zero gradient', 'cosine at 0', [0, 0.4], (f, [x, y]) => f.mul(f.cos(x), y), { jitter: 0 }),
  at('zero gradient', 'saturated tanh', [40, 0.5], (f, [x, y]) => f.add(f.tanh(x), f.square(y))),
  at('zero gradient', 'saturated tanh alone', [40, -35], (f, [x, y]) => f.mul(f.tanh(x), f.tanh(y))),
  at('zero gradient', 'dead rectifier', [-2, 0.5], (f, [x, y]) => f.add(f.max(x, 0), f.square(y))),
];

const tiny: Case[] = [
  at('tiny gradient', '1 + 1e-9 x', [0.7, 1.1], (f, [x, y]) => f.add(1, f.mul(1e-9, x), f.mul(1e-9, f.square(y)))),
  at('tiny gradient', '1 + 1e-13 x', [0.7], (f, [x]) => f.add(1, f.mul(1e-13, x))),
  at('tiny gradient', 'one small slope among large', [0.7, 1.1], (f, [x, y]) => f.add(f.mul(1e-12, x), f.exp(y))),
  at('tiny gradient', 'saturated softmax', [40, 0, -80], (f, x) => f.sub(logSumExp(f, x), f.mul(1, x[0]))),
  at('tiny gradient', 'sigmoid(−40)', [-40, 0.5], (f, [x, y]) => f.add(sigmoid(f, x), f.square(y))),
  at('tiny gradient', '1e-300 x²', [0.6, 0.2], (f, [x, y]) => f.mul(1e-300, f.add(f.square(x), y))),
  at('tiny gradient', 'near a minimum', [1 + 1e-7, 2], (f, [x, y]) => f.add(f.square(f.sub(x, 1)), f.exp(y)), {
    jitter: 0,
  }),
];

const edges: Case[] = [
  at('domain edge', '√x inside its bounds', [0.3, 1], (f, [x, y]) => f.mul(f.sqrt(x), y), {
    bounds: [
      [0, Infinity],
      [-2, 2],
    ],
  }),
  at('domain edge', 'at a lower bound', [0, 1], (f, [x, y]) => f.mul(f.exp(x), y), {
    bounds: [
      [0, 1],
      [0, 2],
    ],
    jitter: 0,
  }),
  at('domain edge', 'at an upper bound', [1, 2], (f, [x, y]) => f.mul(f.sin(x), y), {
    bounds: [
      [0, 1],
      [0, 2],
    ],
    jitter: 0,
  }),
  at('domain edge', 'x^1.5 at its edge', [0, 1], (f, [x, y]) => f.add(f.pow(x, 1.5), f.mul(x, y)), {
    bounds: [
      [0, Infinity],
      [0, 2],
    ],
    jitter: 0,
  }),
  ...[1e-3, 1e-6, 1e-9].map((p) =>
    at(
      'domain edge',
      `binomial likelihood at ${p}`,
      [p, 0.4],
      (f, x) =>
        f.mul(
          -1,
          sum(
            f,
            x.map((value) => f.add(f.mul(2, f.log(value)), f.mul(5, f.log(f.sub(1, value))))),
          ),
        ),
      {
        bounds: [
          [0, 1],
          [0, 1],
        ],
      },
    ),
  ),
  at('domain edge', 'log(1 − p) near 1', [1 - 2 ** -30, 0.5], (f, [p, q]) => f.add(f.log(f.sub(1, p)), f.mul(p, q)), {
    bounds: [
      [0, 1],
      [0, 1],
    ],
    jitter: 0,
  }),
  at('domain edge', 'log without bounds', [1e-3, 2], (f, [x, y]) => f.sub(f.mul(x, y), f.log(x))),
  at('domain edge', '√(1 − x²) near 1', [1 - 2 ** -20, 0.5], (f, [x, y]) => f.mul(f.sqrt(f.sub(1, f.square(x))), y), {
    jitter: 0,
  }),
  at('domain edge', 'a narrow box', [0.5, 0.5], (f, [x, y]) => f.exp(f.mul(x, y)), {
    bounds: [
      [0.5 - 1e-6, 0.5 + 1e-6],
      [0.4, 0.6],
    ],
    jitter: 1e-7,
  }),
];

/** Every entry with its own bounds, some of them at one. */
function bounded(
  name: string,
  point: number[],
  bounds: (readonly [number, number])[],
  formula: Formula,
  jitter?: number,
): Case {
  return at('domain edge', name, point, formula, { bounds, jitter });
}

const boundedEdges: Case[] = [
  bounded(
    'corners of a box',
    [0, 1, -1, 2],
    [
      [0, 1],
      [0, 1],
      [-1, 1],
      [-2, 2],
    ],
    (f, [a, b, c, d]) => f.exp(f.add(f.mul(a, b), f.mul(0.3, c, d), f.sin(f.add(a, d)))),
    0,
  ),
  ...[1e-2, 1e-5, 1e-8].map((variance) =>
    bounded(
      `normal likelihood, variance ${variance}`,
      [0.2, variance],
      [
        [-Infinity, Infinity],
        [0, Infinity],
      ],
      (f, [mean, v]) => f.add(f.mul(1.5, f.log(v)), f.div(f.square(f.sub(mean, 0.5)), f.mul(2, v))),
    ),
  ),
  ...[1e-3, 1e-7].map((gap) =>
    bounded(
      `correlation ${gap} from 1`,
      [1 - gap, 0.4],
      [
        [-1, 1],
        [-2, 2],
      ],
      (f, [r, x]) => f.add(f.mul(0.5, f.log(f.sub(1, f.square(r)))), f.mul(r, f.square(x))),
      gap / 4,
    ),
  ),
  bounded(
    'entropy of rare classes',
    [1e-6, 1e-3, 0.9],
    [
      [0, 1],
      [0, 1],
      [0, 1],
    ],
    (f, p) =>
      f.mul(
        -1,
        sum(
          f,
          p.map((value) => f.mul(value, f.log(value))),
        ),
      ),
  ),
  bounded(
    '√x at 1e-12 with its bound',
    [1e-12, 1],
    [
      [0, Infinity],
      [0, 5],
    ],
    (f, [x, y]) => f.mul(f.sqrt(x), y),
  ),
];

export const hard: readonly Case[] = [...waves, ...singular, ...zeros, ...tiny, ...edges, ...boundedEdges];
