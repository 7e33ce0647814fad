import { sum, sumOfSquares } from '../arithmetic/algebra.js';
import type { Field, Formula } from '../arithmetic/field.js';
import type { Case, Family } from './case.js';

/**
 * Test problems of unconstrained optimisation, written from their definitions, at their usual starting points.
 * Numbers in the names are those of Moré, Garbow and Hillstrom, Testing unconstrained optimization software,
 * ACM Trans. Math. Software 7 (1981), 17–41.
 */
type Residuals = <T>(f: Field<T>, x: readonly T[]) => T[];

function leastSquares(
  number: number,
  name: string,
  point: number[],
  residuals: Residuals,
  family: Family = 'smooth',
): Case {
  return { name: `mgh ${number} ${name}`, family, point, formula: (f, x) => sumOfSquares(f, residuals(f, x)) };
}

function plain(number: number, name: string, point: number[], formula: Formula): Case {
  return { name: `mgh ${number} ${name}`, family: 'smooth', point, formula };
}

const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);

const BARD = [0.14, 0.18, 0.22, 0.25, 0.29, 0.32, 0.35, 0.39, 0.37, 0.58, 0.73, 0.96, 1.34, 2.1, 4.39];
const GAUSSIAN = [
  0.0009, 0.0044, 0.0175, 0.054, 0.1295, 0.242, 0.3521, 0.3989, 0.3521, 0.242, 0.1295, 0.054, 0.0175, 0.0044, 0.0009,
];
const MEYER = [34780, 28610, 23650, 19630, 16370, 13720, 11540, 9744, 8261, 7030, 6005, 5147, 4427, 3820, 3307, 2872];
const KOWALIK_Y = [0.1957, 0.1947, 0.1735, 0.16, 0.0844, 0.0627, 0.0456, 0.0342, 0.0323, 0.0235, 0.0246];
const KOWALIK_U = [4, 2, 1, 0.5, 0.25, 0.167, 0.125, 0.1, 0.0833, 0.0714, 0.0625];

const small: Case[] = [
  leastSquares(1, 'Rosenbrock', [-1.2, 1], (f, [a, b]) => [f.mul(10, f.sub(b, f.square(a))), f.sub(1, a)]),
  leastSquares(2, 'Freudenstein and Roth', [0.5, -2], (f, [a, b]) => [
    f.add(-13, a, f.mul(f.sub(f.mul(f.sub(5, b), b), 2), b)),
    f.add(-29, a, f.mul(f.sub(f.mul(f.add(b, 1), b), 14), b)),
  ]),
  leastSquares(
    3,
    'Powell badly scaled',
    [0, 1],
    (f, [a, b]) => [f.sub(f.mul(1e4, a, b), 1), f.sub(f.add(f.exp(f.mul(-1, a)), f.exp(f.mul(-1, b))), 1.0001)],
    'bad scaling',
  ),
  leastSquares(
    4,
    'Brown badly scaled',
    [1, 1],
    (f, [a, b]) => [f.sub(a, 1e6), f.sub(b, 2e-6), f.sub(f.mul(a, b), 2)],
    'bad scaling',
  ),
  leastSquares(5, 'Beale', [1, 1], (f, [a, b]) =>
    [1.5, 2.25, 2.625].map((y, i) => f.sub(y, f.mul(a, f.sub(1, f.pow(b, i + 1))))),
  ),
  leastSquares(6, 'Jennrich and Sampson', [0.3, 0.4], (f, [a, b]) =>
    range(10).map((i) => f.sub(2 + 2 * i, f.add(f.exp(f.mul(i, a)), f.exp(f.mul(i, b))))),
  ),
  leastSquares(7, 'helical valley', [-1, 0.1, 0.2], (f, [a, b, c]) => {
    // The angle in turns, continued to the left half plane.
    const turn = f.div(f.atan(f.div(b, a)), 2 * Math.PI);
    const angle = f.toNumber(a) > 0 ? turn : f.add(turn, 0.5);
    const radius = f.sqrt(f.add(f.square(a), f.square(b)));
    return [f.mul(10, f.sub(c, f.mul(10, angle))), f.mul(10, f.sub(radius, 1)), c];
  }),
  leastSquares(8, 'Bard', [1, 1, 1], (f, [a, b, c]) =>
    BARD.map((y, k) => {
      const i = k + 1;
      return f.sub(y, f.add(a, f.div(i, f.add(f.mul(16 - i, b), f.mul(Math.min(i, 16 - i), c)))));
    }),
  ),
  leastSquares(9, 'Gaussian', [0.4, 1, 0.1], (f, [a, b, c]) =>
    GAUSSIAN.map((y, i) => f.sub(f.mul(a, f.exp(f.mul(-0.5, b, f.square(f.sub((7 - i) / 2, c))))), y)),
  ),
  leastSquares(
    10,
    'Meyer',
    [0.02, 4000, 250],
    (f, [a, b, c]) => MEYER.map((y, i) => f.sub(f.mul(a, f.exp(f.div(b, f.add(45 + 5 * (i + 1), c)))), y)),
    'bad scaling',
  ),
  leastSquares(11, 'Gulf research', [5, 2.5, 0.15], (f, [a, b, c]) =>
    range(20).map((i) => {
      const t = i / 100;
      const y = 25 + (-50 * Math.log(t)) ** (2 / 3);
      const distance = f.abs(f.sub(y, b));
      return f.sub(f.exp(f.mul(-1, f.div(f.exp(f.mul(c, f.log(distance))), a))), t);
    }),
  ),
  leastSquares(12, 'Box three-dimensional', [0, 10, 20], (f, [a, b, c]) =>
    range(10).map((i) => {
      const t = i / 10;
      return f.sub(f.sub(f.exp(f.mul(-t, a)), f.exp(f.mul(-t, b))), f.mul(c, Math.exp(-t) - Math.exp(-10 * t)));
    }),
  ),
  leastSquares(13, 'Powell singular', [3, -1, 0, 1], (f, [a, b, c, d]) => [
    f.add(a, f.mul(10, b)),
    f.mul(Math.sqrt(5), f.sub(c, d)),
    f.square(f.sub(b, f.mul(2, c))),
    f.mul(Math.sqrt(10), f.square(f.sub(a, d))),
  ]),
  leastSquares(14, 'Wood', [-3, -1, -3, -1], (f, [a, b, c, d]) => [
    f.mul(10, f.sub(b, f.square(a))),
    f.sub(1, a),
    f.mul(Math.sqrt(90), f.sub(d, f.square(c))),
    f.sub(1, c),
    f.mul(Math.sqrt(10), f.sub(f.add(b, d), 2)),
    f.div(f.sub(b, d), Math.sqrt(10)),
  ]),
  leastSquares(15, 'Kowalik and Osborne', [0.25, 0.39, 0.415, 0.39], (f, [a, b, c, d]) =>
    KOWALIK_Y.map((y, i) => {
      const u = KOWALIK_U[i];
      return f.sub(y, f.div(f.mul(a, f.add(u * u, f.mul(u, b))), f.add(u * u, f.mul(u, c), d)));
    }),
  ),
  leastSquares(16, 'Brown and Dennis', [25, 5, -5, -1], (f, [a, b, c, d]) =>
    range(20).map((i) => {
      const t = i / 5;
      return f.add(
        f.square(f.sub(f.add(a, f.mul(t, b)), Math.exp(t))),
        f.square(f.sub(f.add(c, f.mul(Math.sin(t), d)), Math.cos(t))),
      );
    }),
  ),
  leastSquares(18, 'Biggs EXP6', [1, 2, 1, 1, 1, 1], (f, [a, b, c, d, e, g]) =>
    range(13).map((i) => {
      const t = i / 10;
      const y = Math.exp(-t) - 5 * Math.exp(-10 * t) + 3 * Math.exp(-4 * t);
      const model = f.add(
        f.sub(f.mul(c, f.exp(f.mul(-t, a))), f.mul(d, f.exp(f.mul(-t, b)))),
        f.mul(g, f.exp(f.mul(-t, e))),
      );
      return f.sub(model, y);
    }),
  ),
];

const sized: Case[] = [
  leastSquares(20, 'Watson, n = 6', [0.1, -0.2, 0.3, 0.1, -0.1, 0.2], (f, x) => [
    ...range(29).map((i) => {
      const t = i / 29;
      const slope = sum(
        f,
        x.slice(1).map((value, j) => f.mul((j + 1) * t ** j, value)),
      );
      const value = sum(
        f,
        x.map((coefficient, j) => f.mul(t ** j, coefficient)),
      );
      return f.sub(f.sub(slope, f.square(value)), 1);
    }),
    x[0],
    f.sub(f.sub(x[1], f.square(x[0])), 1),
  ]),
  leastSquares(21, 'extended Rosenbrock, n = 6', [-1.2, 1, -1.2, 1, -1.2, 1], (f, x) =>
    [0, 2, 4].flatMap((i) => [f.mul(10, f.sub(x[i + 1], f.square(x[i]))), f.sub(1, x[i])]),
  ),
  leastSquares(22, 'extended Powell singular, n = 8', [3, -1, 0, 1, 3, -1, 0, 1], (f, x) =>
    [0, 4].flatMap((i) => [
      f.add(x[i], f.mul(10, x[i + 1])),
      f.mul(Math.sqrt(5), f.sub(x[i + 2], x[i + 3])),
      f.square(f.sub(x[i + 1], f.mul(2, x[i + 2]))),
      f.mul(Math.sqrt(10), f.square(f.sub(x[i], x[i + 3]))),
    ]),
  ),
  leastSquares(23, 'penalty I, n = 4', [1, 2, 3, 4], (f, x) => [
    ...x.map((value) => f.mul(Math.sqrt(1e-5), f.sub(value, 1))),
    f.sub(sumOfSquares(f, x), 0.25),
  ]),
  leastSquares(24, 'penalty II, n = 4', [0.5, 0.5, 0.5, 0.5], (f, x) => [
    f.sub(x[0], 0.2),
    ...range(3).map((i) =>
      f.mul(
        Math.sqrt(1e-5),
        f.sub(f.add(f.exp(f.div(x[i], 10)), f.exp(f.div(x[i - 1], 10))), Math.exp((i + 1) / 10) + Math.exp(i / 10)),
      ),
    ),
    ...range(3).map((i) => f.mul(Math.sqrt(1e-5), f.sub(f.exp(f.div(x[i], 10)), Math.exp(-0.1)))),
    f.sub(
      sum(
        f,
        x.map((value, i) => f.mul(4 - i, f.square(value))),
      ),
      1,
    ),
  ]),
  leastSquares(
    25,
    'variably dimensioned, n = 6',
    range(6).map((j) => 1 - j / 6),
    (f, x) => {
      const weighted = sum(
        f,
        x.map((value, i) => f.mul(i + 1, f.sub(value, 1))),
      );
      return [...x.map((value) => f.sub(value, 1)), weighted, f.square(weighted)];
    },
  ),
  leastSquares(
    26,
    'trigonometric, n = 6',
    range(6).map(() => 1 / 6),
    (f, x) => {
      const cosines = sum(
        f,
        x.map((value) => f.cos(value)),
      );
      return x.map((value, i) => f.sub(f.add(f.sub(6, cosines), f.mul(i + 1, f.sub(1, f.cos(value)))), f.sin(value)));
    },
  ),
  leastSquares(27, 'Brown almost-linear, n = 5', [0.5, 0.5, 0.5, 0.5, 0.5], (f, x) => {
    const total = sum(f, x);
    return [...x.slice(0, 4).map((value) => f.sub(f.add(value, total), 6)), f.sub(f.mul(...x), 1)];
  }),
  leastSquares(
    28,
    'discrete boundary value, n = 8',
    range(8).map((j) => (j / 9) * (j / 9 - 1)),
    (f, x) =>
      x.map((value, i) => {
        const cube = f.pow(f.add(value, (i + 1) / 9 + 1), 3);
        const terms = [f.mul(2, value), f.mul(1 / 162, cube)];
        if (i > 0) terms.push(f.mul(-1, x[i - 1]));
        if (i < 7) terms.push(f.mul(-1, x[i + 1]));
        return sum(f, terms);
      }),
  ),
  leastSquares(
    29,
    'discrete integral equation, n = 6',
    range(6).map((j) => (j / 7) * (j / 7 - 1)),
    (f, x) => {
      const cubes = x.map((value, j) => f.pow(f.add(value, (j + 1) / 7 + 1), 3));
      return x.map((value, i) => {
        const t = (i + 1) / 7;
        const parts = cubes.map((cube, j) => {
          const s = (j + 1) / 7;
          return f.mul((j <= i ? (1 - t) * s : t * (1 - s)) / 14, cube);
        });
        return f.add(value, ...parts);
      });
    },
  ),
  leastSquares(
    30,
    'Broyden tridiagonal, n = 8',
    range(8).map(() => -1),
    (f, x) =>
      x.map((value, i) => {
        const terms = [f.mul(f.sub(3, f.mul(2, value)), value), f.of(1)];
        if (i > 0) terms.push(f.mul(-1, x[i - 1]));
        if (i < 7) terms.push(f.mul(-2, x[i + 1]));
        return sum(f, terms);
      }),
  ),
  leastSquares(
    31,
    'Broyden banded, n = 8',
    range(8).map(() => -1),
    (f, x) =>
      x.map((value, i) => {
        const near = x.filter((_, j) => j !== i && j >= i - 5 && j <= i + 1).map((v) => f.mul(-1, v, f.add(1, v)));
        return f.add(f.mul(value, f.add(2, f.mul(5, f.square(value)))), 1, ...near);
      }),
  ),
  leastSquares(
    32,
    'linear, full rank, n = 5',
    range(5).map(() => 1),
    (f, x) => {
      const mean = f.mul(0.2, sum(f, x));
      const shared = f.sub(f.mul(-1, mean), 1);
      return range(10).map((i) => (i <= 5 ? f.add(x[i - 1], shared) : shared));
    },
  ),
  leastSquares(
    33,
    'linear, rank 1, n = 5',
    range(5).map(() => 1),
    (f, x) => {
      const weighted = sum(
        f,
        x.map((value, j) => f.mul(j + 1, value)),
      );
      return range(10).map((i) => f.sub(f.mul(i, weighted), 1));
    },
  ),
  plain(
    35,
    'Chebyquad, n = 6',
    range(6).map((j) => j / 7),
    (f, x) => {
      // Shifted Chebyshev polynomials by their recurrence; their integrals over [0, 1] vanish for odd degrees.
      const arguments_ = x.map((value) => f.sub(f.mul(2, value), 1));
      let previous = arguments_.map(() => f.of(1));
      let current = arguments_;
      const residuals = range(6).map((degree) => {
        const mean = f.div(sum(f, current), 6);
        const next = current.map((value, j) => f.sub(f.mul(2, arguments_[j], value), previous[j]));
        previous = current;
        current = next;
        return degree % 2 === 0 ? f.add(mean, 1 / (degree * degree - 1)) : mean;
      });
      return sumOfSquares(f, residuals);
    },
  ),
];

export const moreGarbowHillstrom: readonly Case[] = [...small, ...sized];
