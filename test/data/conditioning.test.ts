import { Matrix, SingularValueDecomposition } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { analyze, Draws, findingOf } from './tables.js';

const ROWS = 500;
const DRAWS = 60;

type Columns = Record<string, number[]>;
const mapColumns = (columns: Columns, map: (value: number, row: number, column: number) => number): Columns =>
  Object.fromEntries(
    Object.entries(columns).map(([name, values], column) => [
      name,
      values.map((value, row) => map(value, row, column)),
    ]),
  );

/** What is done to six columns of normal numbers, and the condition numbers that are known to come of it. */
const CASES: Record<
  string,
  { spoil: (columns: Columns, draws: Draws) => Columns; raw: number; standardized?: number }
> = {
  independent: { spoil: (columns) => columns, raw: 1.44, standardized: 1.4 },
  'scaled from 1 to 1000': {
    spoil: (columns) => mapColumns(columns, (value, _, j) => value * 1000 ** (j / 5)),
    raw: 1.06e6,
    standardized: 1.4,
  },
  'all shifted by 100': {
    spoil: (columns) => mapColumns(columns, (value) => value + 100),
    raw: 3.6e9,
    standardized: 1.4,
  },
  'one cell of 1e4': {
    spoil: (columns) => ({ ...columns, x2: columns.x2.map((value, row) => (row === 17 ? 1e4 : value)) }),
    raw: 2.4e5,
    standardized: 1.4,
  },
  'two columns equal to 1e-3': {
    spoil: (columns, draws) => ({ ...columns, x5: columns.x4.map((value) => value + 1e-3 * draws.normal()) }),
    raw: 4.1e6,
  },
};

const draw = (seed: number, name: string): Columns => {
  const draws = new Draws(seed);
  return CASES[name].spoil(draws.columns(ROWS, 6, draws.normal), draws);
};

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const within = (actual: number, expected: number, factor: number): void => {
  expect(actual).toBeGreaterThan(expected / factor);
  expect(actual).toBeLessThan(expected * factor);
};

/** λ of [1 X]ᵀ[1 X]/m by another's singular value decomposition. */
function decompose(columns: Columns): { conditionNumber: number; largest: number } {
  const names = Object.keys(columns);
  const rows = columns[names[0]].map((_, row) => [1, ...names.map((name) => columns[name][row])]);
  const values = new SingularValueDecomposition(new Matrix(rows)).diagonal;
  return { conditionNumber: (values[0] / values.at(-1)!) ** 2, largest: values[0] ** 2 / rows.length };
}

const standardize = (columns: Columns): Columns =>
  Object.fromEntries(
    Object.entries(columns).map(([name, values]) => {
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
      return [name, values.map((value) => (value - mean) / sd)];
    }),
  );

describe.each(Object.keys(CASES))('six columns, %s', (name) => {
  const analyses = Array.from({ length: DRAWS }, (_, i) => ({ columns: draw(i + 1, name) })).map(({ columns }) => ({
    columns,
    analysis: analyze(columns),
  }));

  it('have the known condition number, as the median over draws', () => {
    const raw = analyses.map(({ analysis }) => analysis.conditioning.raw!.conditionNumber as number);
    within(median(raw), CASES[name].raw, 1.3);
  });

  it('are well conditioned once standardised, where that is known to help', () => {
    const after = analyses.map(({ analysis }) => analysis.conditioning.standardized!.conditionNumber as number);
    if (CASES[name].standardized) within(median(after), CASES[name].standardized, 1.3);
    else expect(median(after)).toBeGreaterThan(1e6);
  });

  it('agree with a singular value decomposition', () => {
    for (const { columns, analysis } of analyses.slice(0, 5)) {
      for (const [form, conditioning] of [
        [columns, analysis.conditioning.raw],
        [standardize(columns), analysis.conditioning.standardized],
      ] as const) {
        const expected = decompose(form);
        const exactness = 1e-13 * Math.sqrt(expected.conditionNumber) + 1e-12;
        expect(Math.abs((conditioning!.conditionNumber as number) / expected.conditionNumber - 1)).toBeLessThan(
          4 * exactness,
        );
        expect(conditioning!.largestStableStep).toBeCloseTo(2 / expected.largest, 10);
      }
    }
  });
});

describe('advice', () => {
  it('is to leave a column out where two are nearly equal', () => {
    const { remedies, ...analysis } = analyze(draw(3, 'two columns equal to 1e-3'));
    expect(findingOf({ remedies, ...analysis }, 'collinear')).toMatchObject({ columns: ['x4', 'x5'], level: 'warn' });
    const drop = remedies.find(({ name }) => name === 'drop:x5,standardize')!;
    within(drop.conditionNumberAfter as number, 1.4, 1.3);
  });

  it('is robust scaling or clipping for an outlier', () => {
    const analysis = analyze(draw(3, 'one cell of 1e4'));
    expect(findingOf(analysis, 'outlier')).toMatchObject({ columns: ['x2'], rows: [17], count: 1 });
    expect(findingOf(analysis, 'outlier')!.advice).toMatch(/robust.*clip/);
    const clip = analysis.remedies.find(({ name }) => name === 'clip,standardize')!;
    within(clip.conditionNumberAfter as number, 1.4, 1.3);
    expect(analysis.remedies.find(({ name }) => name === 'standardize')!.advice).toMatch(/robust or clip/);
  });
});

describe('a design that is singular', () => {
  it.each([
    ['a constant column', { x: [1, 2, 3, 4], y: [7, 7, 7, 7] }],
    ['a column that is the sum of two', { x: [1, 2, 3, 5], y: [2, 0, 1, 7], z: [3, 2, 4, 12] }],
    ['fewer rows than columns', { x: [1, 2], y: [3, 5] }],
  ])('is called that: %s', (_, columns) => {
    expect(analyze(columns).conditioning.raw!.conditionNumber).toBe('singular');
  });

  it('is not one of large numbers', () => {
    const draws = new Draws(5);
    const columns = draws.columns(100, 2, () => 1e200 * draws.normal());
    expect(analyze(columns).conditioning.standardized!.conditionNumber).toBeLessThan(2);
  });
});
