import { createRandom } from '../../src/numdiff/index.js';
import type { FlatLoss } from './drive-model.js';

/** A loss part of which is computed coarsely, and the gradient of the formula that is meant. */
export interface RoundedModel {
  readonly loss: FlatLoss;
  readonly values: readonly number[];
  readonly gradient: readonly number[];
}

interface Term {
  readonly value: FlatLoss;
  readonly gradient: (w: Float64Array) => Float64Array;
}

class Draw {
  private readonly random: () => number;

  constructor(seed: number) {
    this.random = createRandom(seed);
  }

  uniform(low: number, high: number): number {
    return low + (high - low) * this.random();
  }

  log(low: number, high: number): number {
    return 10 ** this.uniform(low, high);
  }

  integer(low: number, high: number): number {
    return Math.floor(this.uniform(low, high + 1));
  }

  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.random())) * Math.cos(2 * Math.PI * this.random());
  }
}

type Link = readonly [loss: (z: number, y: number) => number, slope: (z: number, y: number) => number];

/** Losses of a linear predictor z and a target y. */
const LINKS: readonly Link[] = [
  [(z, y) => (z - y) ** 2, (z, y) => 2 * (z - y)],
  [(z, y) => Math.log1p(Math.exp(z)) - (y > 0 ? z : 0), (z, y) => 1 / (1 + Math.exp(-z)) - (y > 0 ? 1 : 0)],
  [(z, y) => Math.exp(z / 2) - y * z, (z, y) => Math.exp(z / 2) / 2 - y],
  [(z, y) => Math.sqrt(1 + (z - y) ** 2) - 1, (z, y) => (z - y) / Math.sqrt(1 + (z - y) ** 2)],
];

interface Data {
  readonly rows: readonly (readonly number[])[];
  readonly targets: readonly number[];
  readonly link: Link;
}

function drawData(draw: Draw, size: number): Data {
  const count = draw.integer(3, 8);
  const rows = Array.from({ length: count }, () => Array.from({ length: size }, () => draw.normal()));
  return { rows, targets: rows.map(() => draw.normal()), link: LINKS[draw.integer(0, LINKS.length - 1)] };
}

function predict(row: readonly number[], w: Float64Array): number {
  return row.reduce((sum, x, i) => sum + x * w[i], 0);
}

/** The mean over the rows, each step of which `store` rounds. */
function meanLoss({ rows, targets, link: [loss] }: Data, w: Float64Array, store = (value: number) => value): number {
  const sum = rows.reduce(
    (total, row, k) => store(total + store(loss(store(predict(row, w.map(store))), targets[k]))),
    0,
  );
  return store(sum / rows.length);
}

function meanGradient({ rows, targets, link: [, slope] }: Data, w: Float64Array): Float64Array {
  const gradient = new Float64Array(w.length);
  rows.forEach((row, k) => {
    const share = slope(predict(row, w), targets[k]) / rows.length;
    row.forEach((x, i) => (gradient[i] += share * x));
  });
  return gradient;
}

function dataTerm(draw: Draw, size: number, store: (value: number) => number = (value) => value): Term {
  const data = drawData(draw, size);
  return { value: (w) => meanLoss(data, w, store), gradient: (w) => meanGradient(data, w) };
}

/** λ‖w‖². */
function penalty(draw: Draw): Term {
  const strength = draw.log(-4, -1);
  return {
    value: (w) => strength * w.reduce((sum, x) => sum + x * x, 0),
    gradient: (w) => w.map((x) => 2 * strength * x),
  };
}

function rounded({ value, gradient }: Term, round: (value: number) => number): Term {
  return { value: (w) => round(value(w)), gradient };
}

/** Rounding to so many significant bits. */
function keepBits(bits: number): (value: number) => number {
  return (value) => {
    if (value === 0) return 0;
    const unit = 2 ** (Math.floor(Math.log2(Math.abs(value))) - bits + 1);
    return Math.round(value / unit) * unit;
  };
}

/** y with y³ + y = s, for s = row·w, halving an interval until it is as short as the tolerance; then c·y + y²/2. */
function rootTerm(draw: Draw, size: number): Term {
  const row = Array.from({ length: size }, () => draw.normal());
  const [tolerance, factor] = [draw.log(-10, -3), draw.normal() + 2];
  const solve = (s: number, width: number): number => {
    let [low, high] = [-8, 8];
    while (high - low > width) {
      const middle = (low + high) / 2;
      if (middle ** 3 + middle < s) low = middle;
      else high = middle;
    }
    return (low + high) / 2;
  };
  return {
    value: (w) => {
      const y = solve(predict(row, w), tolerance);
      return factor * y + (y * y) / 2;
    },
    gradient: (w) => {
      const y = solve(predict(row, w), 1e-15);
      return Float64Array.from(row, (x) => (x * (factor + y)) / (3 * y * y + 1));
    },
  };
}

const decimals =
  (digits: number) =>
  (value: number): number =>
    Number(value.toFixed(digits));
const multiples =
  (quantum: number) =>
  (value: number): number =>
    Math.round(value / quantum) * quantum;

/** Each family as the terms of its loss. */
export const FAMILIES: Record<string, (draw: Draw, size: number) => Term[]> = {
  'a term printed with few decimals, and a penalty': (draw, size) => [
    rounded(dataTerm(draw, size), decimals(draw.integer(2, 8))),
    penalty(draw),
  ],
  'a term in steps, and a penalty': (draw, size) => [
    rounded(dataTerm(draw, size), multiples(draw.log(-8, -2))),
    penalty(draw),
  ],
  'a term cast to float32, and a penalty': (draw, size) => [rounded(dataTerm(draw, size), Math.fround), penalty(draw)],
  'a term computed in float32, and a penalty': (draw, size) => [dataTerm(draw, size, Math.fround), penalty(draw)],
  'all of it in coarse steps': (draw, size) => {
    const terms = [dataTerm(draw, size), penalty(draw)];
    return [rounded(sumOf(terms), multiples(draw.log(-6, -1)))];
  },
  'all of it in half precision': (draw, size) => [
    rounded(sumOf([dataTerm(draw, size), penalty(draw)]), keepBits(draw.integer(0, 1) ? 11 : 8)),
  ],
  'a term in half precision, and a penalty': (draw, size) => [
    rounded(dataTerm(draw, size), keepBits(draw.integer(0, 1) ? 11 : 8)),
    penalty(draw),
  ],
  'a root found by bisection, and a penalty': (draw, size) => [rootTerm(draw, size), penalty(draw)],
  'a root found by bisection, and another term': (draw, size) => [rootTerm(draw, size), dataTerm(draw, size)],
};

function sumOf(terms: readonly Term[]): Term {
  return {
    value: (w) => terms.reduce((sum, term) => sum + term.value(w), 0),
    gradient: (w) => {
      const parts = terms.map((term) => term.gradient(w));
      return w.map((_, i) => parts.reduce((sum, part) => sum + part[i], 0));
    },
  };
}

export function drawModel(family: string, seed: number): RoundedModel {
  const draw = new Draw(seed);
  const size = draw.integer(1, 4);
  const values = Array.from({ length: size }, () => draw.normal());
  const { value, gradient } = sumOf(FAMILIES[family](draw, size));
  return { loss: value, values, gradient: [...gradient(Float64Array.from(values))] };
}
