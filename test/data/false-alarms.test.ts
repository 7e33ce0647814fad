import { describe, expect, it } from 'vitest';
import type { DataAnalysis } from '../../src/data/types.js';
import { DISTRIBUTIONS as HONEST, TRULY_HEAVY } from '../../bench/data/honest.js';
import { measureCaught, measureFalseAlarms } from '../../bench/data/measure.js';
import { analyze, Draws } from './tables.js';

const SETS = 100;

type Distribution = (draws: Draws) => number;

/** Honest numbers of very different kinds. */
const DISTRIBUTIONS: Record<string, Distribution> = {
  normal: ({ normal }) => normal(),
  uniform: ({ uniform }) => uniform(),
  exponential: ({ uniform }) => -Math.log(1 - uniform()),
  'two humps': ({ normal, uniform }) => normal() + (uniform() < 0.5 ? -4 : 4),
  'rolls of a die': ({ uniform }) => 1 + Math.floor(6 * uniform()),
  'yes or no': ({ uniform }) => (uniform() < 0.3 ? 1 : 0),
};

function warningsOf(rows: number, draw: Distribution, target?: (draws: Draws, x: number) => number): DataAnalysis[] {
  return Array.from({ length: SETS }, (_, i) => {
    const draws = new Draws(1000 + i);
    const columns = draws.columns(rows, 6, () => draw(draws));
    return target ? analyze({ ...columns, y: columns.x0.map((x) => target(draws, x)) }, 'y') : analyze(columns);
  });
}

const flagged = (analyses: readonly DataAnalysis[]): string[] =>
  analyses.flatMap(({ findings }) => findings.filter(({ level }) => level !== 'note').map(({ code }) => code));

describe.each(Object.entries(DISTRIBUTIONS))('honest data, %s', (_, draw) => {
  it.each([60, 500])('of %d rows: no error, and at most one warning in 20 tables', (rows) => {
    const analyses = warningsOf(rows, draw);
    expect(analyses.flatMap(({ findings }) => findings).filter(({ level }) => level === 'error')).toEqual([]);
    expect(flagged(analyses).length, String(flagged(analyses))).toBeLessThanOrEqual(SETS / 20);
  });
});

describe('honest data with a target', () => {
  it.each<[string, (draws: Draws, x: number) => number]>([
    ['numbers', ({ normal }, x) => 2 * x + normal()],
    ['classes that overlap', ({ uniform }, x) => (uniform() < 1 / (1 + Math.exp(-3 * x)) ? 1 : 0)],
    ['classes by chance', ({ uniform }) => (uniform() < 0.5 ? 1 : 0)],
  ])('of %s: no error, and at most one warning in 20 tables', (_, target) => {
    const analyses = warningsOf(300, DISTRIBUTIONS.normal, target);
    expect(analyses.flatMap(({ findings }) => findings).filter(({ level }) => level === 'error')).toEqual([]);
    expect(flagged(analyses).length, String(flagged(analyses))).toBeLessThanOrEqual(SETS / 20);
  });
});

describe('honest classes', () => {
  it.each([3, 4, 5])('with means %d standard deviations apart hold next to no wrong labels', (distance) => {
    const analyses = Array.from({ length: SETS }, (_, i) => {
      const draws = new Draws(2000 + i);
      const y = draws.many(300, (row) => row % 2);
      return analyze(
        { x0: y.map((label) => distance * label + draws.normal()), x1: draws.many(300, draws.normal), y },
        'y',
      );
    });
    expect(flagged(analyses).length, String(flagged(analyses))).toBeLessThanOrEqual(SETS / 20);
  });
});

describe('honest data of very different size', () => {
  const lognormal: Distribution = ({ normal }) => Math.exp(normal());

  it('are told to have heavy tails, with the logarithm as advice, and hold no outliers', () => {
    const analyses = warningsOf(500, lognormal);
    const others = flagged(analyses).filter((code) => code !== 'heavy-tail');
    expect(others.length, String(others)).toBeLessThanOrEqual(SETS / 20);
    const told = analyses.flatMap(({ findings }) => findings.filter(({ code }) => code === 'heavy-tail'));
    expect(told.length).toBeGreaterThanOrEqual(SETS - 1);
    expect(told.filter(({ advice }) => advice.includes('logarithms')).length).toBeGreaterThan(0.98 * SETS);
  });

  // Known to fall short since the limit allows for the chance of few rows: 489 of 600 columns are named.
  it.fails('are named nearly all', () => {
    const told = warningsOf(500, lognormal).flatMap(({ findings }) =>
      findings.filter(({ code }) => code === 'heavy-tail'),
    );
    const named = told.reduce((sum, { columns }) => sum + columns.length, 0);
    expect(named).toBeGreaterThan(0.85 * 6 * SETS);
  });
});

describe('heavy tails on both sides', () => {
  const expectNoOutliers = (draw: Distribution): void => {
    const others = flagged(warningsOf(500, draw)).filter((code) => !['heavy-tail', 'scale-spread'].includes(code));
    expect(others.length, String(others)).toBeLessThanOrEqual(SETS / 20);
  };

  it('are told as such or not at all, and hold no outliers: Laplace', () => {
    expectNoOutliers(({ uniform }) => (uniform() < 0.5 ? 1 : -1) * -Math.log(1 - uniform()));
  });

  // Known to fail since outliers are judged by transforms: tails as heavy as these are often said to hold outliers.
  it.fails('are told as such or not at all, and hold no outliers: Cauchy', () => {
    expectNoOutliers(({ uniform }) => Math.tan(Math.PI * (uniform() - 0.5)));
  });
});

describe('few rows', () => {
  it.each([10, 20, 30])('%d of normal numbers are not called odd more often', (rows) => {
    const codes = flagged(warningsOf(rows, DISTRIBUTIONS.normal)).filter((code) => code !== 'collinear');
    expect(codes.length, String(codes)).toBeLessThanOrEqual(SETS / 20);
  });
});

describe.each(Object.keys(HONEST))('few honest rows, %s', (distribution) => {
  it.each([10, 40])('%d of them: no error, and at most one warning in 20 tables', (rows) => {
    const { errors, warnings, heavyTails, tables, codes } = measureFalseAlarms(distribution, rows, 5, SETS);
    const told = warnings + (TRULY_HEAVY.has(distribution) ? 0 : heavyTails);
    expect(errors).toBe(0);
    expect(told, JSON.stringify([...codes])).toBeLessThanOrEqual(tables / 20);
  });
});

describe('a cell that is multiplied', () => {
  it.each([
    [20, 1, 10],
    [20, 20, 10],
    [20, 5, 100],
    [60, 20, 10],
    [200, 5, 10],
  ])('is found among %d rows and %d columns of normal numbers: by %d', (rows, columns, factor) => {
    expect(measureCaught(rows, columns, factor, 50).caught).toBeGreaterThanOrEqual(45);
  });
});
