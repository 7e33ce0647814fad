import { affine, dot, sum, sumOfSquares } from '../arithmetic/algebra.js';
import type { Field, Formula } from '../arithmetic/field.js';
import { float64 } from '../arithmetic/float.js';
import { dataStream, type Case, type Family } from './case.js';

/** Losses with kinks, jumps and steps. */
function kinkAt(name: string, point: number[], formula: Formula, claim?: (x: Float64Array) => readonly number[]): Case {
  return { name, family: 'kink at the point', point, formula, claim, isKink: true, jitter: 0 };
}

/** A bend of slope 3 at a distance from x = 1, on a smooth ground. */
function bendNear(distance: number): Case {
  const formula: Formula = (f, [x, y]) =>
    f.add(f.square(x), f.mul(3, f.max(f.sub(x, 1 + distance), 0)), f.sin(f.mul(x, y)));
  return { name: `bend at distance ${distance}`, family: 'kink nearby', point: [1, 0.7], formula, jitter: 0 };
}

function relu<T>(f: Field<T>, a: T): T {
  return f.max(a, 0);
}

const inputs = dataStream(31);
const rows = Array.from({ length: 6 }, () => inputs.many(3));

/** A rectified network; with a random point its units are mostly clear of their kinks. */
const rectified: Formula = (f, p) =>
  sum(
    f,
    rows.map((row) => {
      const hidden = affine(f, p.slice(0, 9), row, p.slice(9, 12)).map((a) => relu(f, a));
      return f.square(f.sub(dot(f, hidden, p.slice(12, 15)), 0.5));
    }),
  );
const rectifiedPoint = dataStream(32).many(15);
/** The same with the bias of the first unit set so that it passes `distance` above zero for the first row. */
function rectifiedNear(distance: number): Case {
  const point = rectifiedPoint.slice();
  point[9] = distance - (point[0] * rows[0][0] + point[1] * rows[0][1] + point[2] * rows[0][2]);
  return {
    name: `rectifier at distance ${distance}`,
    family: 'kink nearby',
    point,
    formula: rectified,
    jitter: 0,
    rows: 3,
  };
}

const kinks: Case[] = [
  kinkAt('|x| at 0', [0, 1], (f, [x, y]) => f.add(f.abs(x), f.square(y))),
  kinkAt('rectifier at 0, slope 0', [0, 0.5], (f, [x, y]) => f.add(f.max(0, x), f.mul(x, y))),
  kinkAt('rectifier at 0, slope 1', [0, 0.5], (f, [x, y]) => f.add(f.max(x, 0), f.mul(x, y))),
  kinkAt('leaky rectifier at 0', [0, 2], (f, [x, y]) => f.mul(f.max(f.mul(0.01, x), x), f.exp(y))),
  kinkAt('max at a tie', [1.5, 1.5, 0.2], (f, [x, y, z]) => f.add(f.square(f.max(x, y)), f.mul(x, z))),
  kinkAt(
    'max at a tie, halves',
    [1.5, 1.5],
    (f, [x, y]) => f.max(x, y),
    () => [0.5, 0.5],
  ),
  kinkAt('hinge at the margin', [0.5, 0.25], (f, [a, b]) =>
    f.add(f.max(f.sub(1, f.add(a, f.mul(2, b))), 0), f.mul(0.05, f.add(f.square(a), f.square(b)))),
  ),
  kinkAt('sparse penalty', [0, 0.8, 0, -0.3], (f, x) =>
    f.add(
      sumOfSquares(
        f,
        x.map((value) => f.sub(value, 0.4)),
      ),
      f.mul(0.1, f.add(...x.map((value) => f.abs(value)))),
    ),
  ),
  kinkAt('kinks of both signs', [0, 0], (f, [x, y]) => f.add(f.sub(f.abs(x), f.mul(2, f.abs(y))), f.exp(x))),
];

const nearby: Case[] = [
  ...[
    1e-1, -1e-1, 1e-2, 1e-3, -1e-3, 1e-4, 1e-5, -1e-5, 1e-6, 1e-7, -1e-7, 1e-8, 1e-9, -1e-9, 1e-10, 1e-11, -1e-11,
  ].map(bendNear),
  ...[1e-2, 1e-4, 1e-6, 1e-8].map(rectifiedNear),
  { name: 'rectified network', family: 'kink nearby', point: rectifiedPoint, formula: rectified, rows: 3 },
  // Smooth to first order: the second derivative jumps at the point.
  {
    name: 'Huber at its threshold',
    family: 'kink nearby',
    point: [1, 0.3],
    jitter: 0,
    formula: (f, [x, y]) => {
      const size = f.abs(x);
      const loss = f.toNumber(size) <= 1 ? f.mul(0.5, f.square(x)) : f.sub(size, 0.5);
      return f.add(loss, f.square(y));
    },
  },
  {
    name: '|x|·x at 0',
    family: 'kink nearby',
    point: [0, 1],
    jitter: 0,
    formula: (f, [x, y]) => f.add(f.mul(f.abs(x), x), y),
  },
];

function stepped(
  name: string,
  family: Family,
  point: number[],
  formula: Formula,
  loss: (x: Float64Array) => number,
): Case {
  return { name, family, point, formula, loss: () => loss, jitter: 0 };
}

const smoothGround: Formula = (f, [x, y]) => f.add(f.square(f.sub(x, 3)), f.exp(f.mul(0.5, y)));
const ground = (x: Float64Array): number => smoothGround(float64, Array.from(x));

/** The loss jumps by `height` when x passes 1 + distance. */
function jumpNear(distance: number, height: number): Case {
  const name = `jump of ${height} at distance ${distance}`;
  return stepped(name, 'jump', [1, 0.5], smoothGround, (x) => ground(x) + (x[0] > 1 + distance ? height : 0));
}

const jumps: Case[] = [
  ...[0.3, 1e-2, -1e-3, 1e-4, 1e-6, -1e-6, 1e-9].map((distance) => jumpNear(distance, 1)),
  jumpNear(1e-3, 1e-4),
  jumpNear(-1e-5, 1e-3),
  jumpNear(0, 1),
  jumpNear(0, 1e-3),
  stepped(
    'sign at 0',
    'jump',
    [0, 1],
    (f, [x, y]) => f.add(x, f.square(y)),
    (x) => Math.sign(x[0]) + x[0] + x[1] ** 2,
  ),
  stepped(
    'floor at an integer',
    'jump',
    [2, 0.3],
    (f, [x, y]) => f.mul(x, y),
    (x) => Math.floor(x[0]) + x[0] * x[1],
  ),
];

/** The loss rounded to multiples of a quantum. */
function quantised(quantum: number): Case {
  return {
    name: `loss in steps of ${quantum}`,
    family: 'quantised',
    point: [0.7, 1.3],
    formula: smoothGround,
    loss: () => (x) => Math.round(ground(x) / quantum) * quantum,
  };
}

/** The parameters rounded to multiples of a quantum before use. */
function staircase(quantum: number): Case {
  return {
    name: `parameters in steps of ${quantum}`,
    family: 'quantised',
    point: [0.7, 1.3],
    formula: smoothGround,
    loss: () => (x) => ground(x.map((value) => Math.round(value / quantum) * quantum)),
  };
}

/** Numbers rounded to so many significant bits, as the short formats of accelerators keep them. */
function keptWith(
  name: string,
  bits: number,
  loss: (round: (value: number) => number, x: Float64Array) => number,
): Case {
  const round = (value: number): number => {
    const unit = 2 ** (Math.floor(Math.log2(Math.abs(value))) - bits + 1);
    return value === 0 ? 0 : Math.round(value / unit) * unit;
  };
  return { name, family: 'quantised', point: [0.7, 1.3], formula: smoothGround, loss: () => (x) => loss(round, x) };
}

/** A coarse term beside a penalty in float64, which slopes its treads. */
function besidePenalty(name: string, store: (value: number) => number): Case {
  return {
    name: `${name} beside a penalty`,
    family: 'quantised',
    point: [0.7, 1.3],
    formula: (f, x) => f.add(smoothGround(f, x), f.mul(0.01, sumOfSquares(f, x))),
    loss: () => (x) => store(ground(x)) + 0.01 * (x[0] ** 2 + x[1] ** 2),
  };
}

const steps: Case[] = [
  ...[1e-3, 1e-6, 1e-9, 1e-12].map(quantised),
  ...[1e-5, 1e-8, 1e-11].map(staircase),
  {
    name: 'loss printed with 6 digits',
    family: 'quantised',
    point: [0.7, 1.3],
    formula: smoothGround,
    loss: () => (x) => Number(ground(x).toPrecision(6)),
  },
  keptWith('loss kept with 8 bits', 8, (round, x) => round(ground(x))),
  keptWith('loss kept with 11 bits', 11, (round, x) => round(ground(x))),
  keptWith('parameters kept with 11 bits', 11, (round, x) => ground(x.map(round))),
  besidePenalty('term printed with 4 decimals', (value) => Number(value.toFixed(4))),
  besidePenalty('float32 term', Math.fround),
];

export const rough: readonly Case[] = [...kinks, ...nearby, ...jumps, ...steps];
