import { array, assert, constantFrom, double, integer, property, record, shuffledSubarray } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkFlat, type FlatLoss } from './drive-model.js';

/** A loss of the flat vector with a right gradient at a point; one of its entries may sit on a kink. */
interface Subject {
  readonly loss: FlatLoss;
  readonly values: readonly number[];
  readonly gradient: readonly number[];
}

const SIZE = 6;
const WEIGHTS = [0.7, -1.3, 0.4, 2.1, -0.6, 1.1];

function bowl(values: readonly number[]): Subject {
  const loss: FlatLoss = (p) => {
    let sum = 0.5;
    for (let i = 0; i < SIZE; i++) sum += Math.cosh(WEIGHTS[i] * p[i]) + 0.3 * p[i] * p[(i + 1) % SIZE];
    return sum;
  };
  const gradient = values.map(
    (x, i) => WEIGHTS[i] * Math.sinh(WEIGHTS[i] * x) + 0.3 * (values[(i + 1) % SIZE] + values[(i + SIZE - 1) % SIZE]),
  );
  return { loss, values, gradient };
}

/** Two logistic units on fixed inputs, the log-loss of their product. */
function network(values: readonly number[]): Subject {
  const score = (p: ArrayLike<number>, k: number) =>
    p[3 * k] * WEIGHTS[k] + p[3 * k + 1] * WEIGHTS[k + 2] + p[3 * k + 2];
  const loss: FlatLoss = (p) => Math.log1p(Math.exp(-Math.tanh(score(p, 0)) * Math.tanh(score(p, 1))));
  const [a, b] = [Math.tanh(score(values, 0)), Math.tanh(score(values, 1))];
  const outer = -1 / (1 + Math.exp(a * b));
  const gradient = [b * (1 - a * a), a * (1 - b * b)].flatMap((inner, k) => {
    const delta = outer * inner;
    return [delta * WEIGHTS[k], delta * WEIGHTS[k + 2], delta];
  });
  return { loss, values, gradient };
}

/** A valley: curvatures that differ by a factor of a hundred. */
function valley(values: readonly number[]): Subject {
  const loss: FlatLoss = (p) => {
    let sum = 0;
    for (let i = 0; i + 1 < SIZE; i++) sum += 100 * (p[i + 1] - p[i] * p[i]) ** 2 + (1 - p[i]) ** 2;
    return sum;
  };
  const gradient = values.map((x, i) => {
    const along = i + 1 < SIZE ? -400 * x * (values[i + 1] - x * x) - 2 * (1 - x) : 0;
    return along + (i > 0 ? 200 * (x - values[i - 1] ** 2) : 0);
  });
  return { loss, values, gradient };
}

/** The bowl with an absolute value whose kink is at the point, in entry 2; the claim there is a subgradient. */
function creased(values: readonly number[]): Subject {
  const smooth = bowl(values);
  const loss: FlatLoss = (p) => smooth.loss(p) + 3 * Math.abs(p[2] - values[2]);
  return { loss, values, gradient: smooth.gradient.map((g, i) => (i === 2 ? g + 1.5 : g)) };
}

const subjects = { bowl, network, valley, creased };

const entry = double({ min: 0.2, max: 1.5, noNaN: true }).chain((size) => constantFrom(size, -size));
/** Right, or wrong in one entry: by its sign, by a factor, by a thousandth, left out. */
const mistake = record({ place: integer({ min: 0, max: SIZE - 1 }), factor: constantFrom(1, -1, 2, 1.001, 0) });
const subject = record({
  kind: constantFrom(...(Object.keys(subjects) as (keyof typeof subjects)[])),
  values: array(entry, { minLength: SIZE, maxLength: SIZE }),
  mistake,
});
/** Evenly over the powers of ten. */
const powerOfTen = (from: number, to: number) =>
  double({ min: from, max: to, noNaN: true }).map((power) => 10 ** power);

function claimOf({
  kind,
  values,
  mistake: { place, factor },
}: {
  kind: keyof typeof subjects;
  values: number[];
  mistake: { place: number; factor: number };
}): Subject {
  // prettier-ignore
  const right = subjects[kind](values);
  return { ...right, gradient: right.gradient.map((g, i) => (i === place ? g * factor : g)) };
}

/** The verdict of each entry. */
function verdictsOf({ loss, values, gradient }: Subject, name = (i: number) => `p${i}`): string[] {
  const tree = Object.fromEntries(values.map((value, i) => [name(i), value]));
  return checkFlat(loss, values, gradient, { tree }).parameters.map((parameter) => parameter.verdict);
}

describe('no verdict hangs on', () => {
  it('the unit of the loss', () => {
    assert(
      property(subject, powerOfTen(-12, 8), (drawn, unit) => {
        const claim = claimOf(drawn);
        const scaled = {
          loss: (p: Float64Array) => unit * claim.loss(p),
          values: claim.values,
          gradient: claim.gradient.map((g) => unit * g),
        };
        expect(verdictsOf(scaled)).toEqual(verdictsOf(claim));
      }),
      { numRuns: 300 },
    );
  });

  it('the unit of a parameter', () => {
    assert(
      property(subject, integer({ min: 0, max: SIZE - 1 }), powerOfTen(-6, 6), (drawn, place, unit) => {
        const claim = claimOf(drawn);
        // The value in the new unit, and back again as it is used: rounding moves a kink off the point.
        const inUnit = claim.values.map((x, i) => (i === place ? x / unit : x));
        const used = inUnit.map((x, i) => (i === place ? x * unit : x));
        const same = claimOf({ ...drawn, values: used });
        const changed = {
          loss: (p: Float64Array) => same.loss(p.with(place, p[place] * unit)),
          values: inUnit,
          gradient: same.gradient.map((g, i) => (i === place ? g * unit : g)),
        };
        expect(verdictsOf(changed)).toEqual(verdictsOf(same));
      }),
      { numRuns: 300 },
    );
  });

  it('the order of the parameters, or their names', () => {
    const order = shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: SIZE, maxLength: SIZE });
    assert(
      property(subject, order, (drawn, places) => {
        const claim = claimOf(drawn);
        const permuted = {
          loss: (p: Float64Array) => claim.loss(Float64Array.from(p, (_, i) => p[places.indexOf(i)])),
          values: places.map((i) => claim.values[i]),
          gradient: places.map((i) => claim.gradient[i]),
        };
        const expected = verdictsOf(claim);
        expect(verdictsOf(permuted)).toEqual(places.map((i) => expected[i]));
        expect(verdictsOf(claim, (i) => `layer ${SIZE - i}.${String.fromCharCode(97 + i)}`)).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  it('how a vector is split in blocks', () => {
    assert(
      property(subject, integer({ min: 1, max: SIZE - 1 }), (drawn, cut) => {
        const { loss, values, gradient } = claimOf(drawn);
        const whole = checkFlat(loss, values, gradient).parameters;
        const blocks = checkFlat(loss, values, gradient, {
          tree: { head: values.slice(0, cut), tail: values.slice(cut) },
        }).parameters;
        const wrong = (offset: number, k: number) => blocks[k].failures.map(({ index }) => index[0] + offset);
        expect([...wrong(0, 0), ...wrong(cut, 1)]).toEqual(whole[0].failures.map(({ index }) => index[0]));
        for (const count of ['pass', 'fail', 'kink', 'inconclusive'] as const)
          expect(blocks[0][count] + blocks[1][count]).toBe(whole[0][count]);
      }),
      { numRuns: 300 },
    );
  });
});

describe('the claims above', () => {
  it('are judged right: mistakes fail, right ones and subgradients do not', () => {
    assert(
      property(subject, (drawn) => {
        const verdicts = verdictsOf(claimOf(drawn));
        const { place, factor } = drawn.mistake;
        verdicts.forEach((verdict, i) => {
          const isKink = drawn.kind === 'creased' && i === 2;
          if (i !== place || factor === 1) expect(verdict).toBe(isKink ? 'kink' : 'pass');
          else if (!isKink) expect(verdict).toBe('fail');
        });
      }),
      { numRuns: 300 },
    );
  });
});
