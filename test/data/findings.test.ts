import { describe, expect, it } from 'vitest';
import { analyze, codesOf, Draws, findingOf, textTableOf } from './tables.js';
import { analyzeTable } from '../../src/data/analyze-table.js';

const ROWS = 200;

/** Three honest columns, to which a fault is added. */
const honest = (seed = 1): { columns: Record<string, unknown[]>; draws: Draws } => {
  const draws = new Draws(seed);
  return { columns: draws.columns(ROWS, 3, draws.normal), draws };
};

describe('columns that tell nothing', () => {
  it('are constant: numbers, texts, and with gaps', () => {
    const { columns } = honest();
    const analysis = analyze({
      ...columns,
      a: columns.x0.map(() => 0.1),
      b: columns.x0.map((_, i) => (i % 7 ? 'z' : null)),
    });
    expect(findingOf(analysis, 'constant')).toMatchObject({ columns: ['a', 'b'], rows: [], count: 2, level: 'warn' });
    expect(analysis.columns[3]).toMatchObject({ sd: 0, distinct: 1 });
  });

  it('may be the target, which nothing is to be done about', () => {
    const { columns } = honest();
    const analysis = analyze({ ...columns, y: columns.x0.map(() => 3) }, 'y');
    expect(findingOf(analysis, 'constant')).toMatchObject({ columns: ['y'], level: 'warn' });
    expect(findingOf(analysis, 'constant')!.message).toContain('target');
    expect(analysis.remedies.map(({ name }) => name).filter((name) => name.includes('drop'))).toEqual([]);
  });

  it('are nearly constant', () => {
    const { columns } = honest();
    const analysis = analyze({
      ...columns,
      a: columns.x0.map((_, i) => (i === 9 ? 1 : 0)),
      b: columns.x0.map((_, i) => (i < 8 ? 'n' : 'y')),
    });
    expect(findingOf(analysis, 'near-constant')).toMatchObject({ columns: ['a', 'b'] });
  });

  it('may be empty, and are missing then', () => {
    const { columns } = honest();
    const analysis = analyze({ ...columns, a: columns.x0.map(() => null) });
    expect(codesOf(analysis)).toEqual(['missing']);
    expect(analysis.columns[3]).toMatchObject({ type: 'empty', missing: ROWS, mean: null });
    expect(analysis.conditioning.standardized!.conditionNumber).toBeLessThan(3);
  });
});

describe('duplicate rows', () => {
  it('are the repeats alone', () => {
    const { columns } = honest();
    const repeated = Object.fromEntries(
      Object.entries(columns).map(([name, values]) => [name, [...values, values[3], values[3], values[150]]]),
    );
    expect(findingOf(analyze(repeated), 'duplicate-rows')).toMatchObject({
      rows: [200, 201, 202],
      count: 3,
      level: 'warn',
    });
  });

  it('are no more than a note where chance explains them', () => {
    const { draws } = honest();
    const dice = draws.columns(ROWS, 2, () => Math.floor(6 * draws.uniform()));
    expect(findingOf(analyze(dice), 'duplicate-rows')).toMatchObject({ level: 'note' });
  });

  it('have the same gaps and texts, too; 1 and "1" in quotes are different', () => {
    const rows = { a: [1, '1', 1, null, null, 2], b: ['x', 'x', 'x', 'y', 'y', 'z'] };
    expect(findingOf(analyze(rows), 'duplicate-rows')).toMatchObject({ rows: [2, 4] });
  });
});

describe('outliers', () => {
  it.each([20, 60, 200, 2000])('are found among %d rows', (rows) => {
    const draws = new Draws(4);
    const { x0, x1 } = draws.columns(rows, 2, draws.normal);
    x0[5] = 60;
    x1[2] = -1e4;
    expect(findingOf(analyze({ x0, x1 }), 'outlier')).toMatchObject({ columns: ['x0', 'x1'], rows: [2, 5], count: 2 });
  });

  it('do not hide each other', () => {
    for (const far of [
      [60, -60],
      [60, 60],
      [30, 31, -40],
    ]) {
      const x0 = new Draws(4).many(40, new Draws(4).normal);
      far.forEach((value, row) => (x0[row] = value));
      expect(findingOf(analyze({ x0 }), 'outlier')).toMatchObject({ rows: far.map((_, row) => row) });
    }
  });

  it('are found in columns of few different whole numbers', () => {
    const { uniform } = new Draws(5);
    const x0 = Array.from({ length: 50 }, (_, row) => (row === 7 ? 99 : Math.floor(4 * uniform())));
    expect(findingOf(analyze({ x0 }), 'outlier')).toMatchObject({ rows: [7] });
  });

  it('are found beside honest heavy tails', () => {
    const draws = new Draws(6);
    const { x0, x1 } = draws.columns(500, 2, () => Math.exp(draws.normal()));
    x1[77] = 1e7;
    const analysis = analyze({ x0, x1 });
    expect(findingOf(analysis, 'outlier')).toMatchObject({ columns: ['x1'], rows: [77] });
    expect(findingOf(analysis, 'heavy-tail')!.columns).toEqual(['x0', 'x1']);
  });

  it('may be ordinary in each column, and odd together', () => {
    const { columns, draws } = honest();
    const twin = (columns.x0 as number[]).map((value, row) => (row === 42 ? -1.5 : value + 0.05 * draws.normal()));
    const x0 = (columns.x0 as number[]).map((value, row) => (row === 42 ? 1.5 : value));
    expect(findingOf(analyze({ ...columns, x0, twin }), 'outlier')).toMatchObject({ rows: [42] });
  });
});

describe('scales', () => {
  it('that differ name the columns at both ends', () => {
    const { columns } = honest();
    const scaled = { ...columns, x2: (columns.x2 as number[]).map((value) => 1000 * value) };
    expect(findingOf(analyze(scaled), 'scale-spread')).toMatchObject({ columns: ['x0', 'x1', 'x2'], level: 'warn' });
  });

  it('far from zero name the column', () => {
    const { columns } = honest();
    const shifted = { ...columns, x1: (columns.x1 as number[]).map((value) => value - 100) };
    const analysis = analyze(shifted);
    expect(findingOf(analysis, 'uncentred')).toMatchObject({ columns: ['x1'] });
    expect(codesOf(analysis)).toEqual(['uncentred']);
  });
});

describe('collinear columns', () => {
  it('are named together, each dependency by itself', () => {
    const { columns, draws } = honest();
    const [x0, x1, x2] = Object.values(columns) as number[][];
    const analysis = analyze({
      ...columns,
      sum: x0.map((value, i) => value + x1[i]),
      twin: x2.map((value) => 3 * value + 1e-3 * draws.normal()),
    });
    const found = analysis.findings.filter(({ code }) => code === 'collinear').map((finding) => finding.columns);
    expect(found).toEqual([
      ['x0', 'x1', 'sum'],
      ['x2', 'twin'],
    ]);
    const drop = analysis.remedies.find(({ name }) => name.startsWith('drop:'))!;
    expect(drop.conditionNumberAfter).toBeLessThan(3);
    expect(analysis.columns.find(({ name }) => name === 'twin')!.vif).toBeGreaterThan(1e5);
    expect(analysis.columns.find(({ name }) => name === 'x0')!.vif).toBe('singular');
  });

  it('have correlations and inflation that are right', () => {
    const x = [1, 2, 3, 4, 5];
    const y = [2, 1, 4, 3, 6];
    const analysis = analyze({ x, y });
    // Σxy = 10, Σxx = 10, Σyy = 14.8 of the centred columns.
    const r = 10 / Math.sqrt(10 * 14.8);
    expect(analysis.correlations.matrix[0][1]).toBeCloseTo(r, 14);
    expect(analysis.columns[0].vif).toBeCloseTo(1 / (1 - r * r), 12);
  });
});

describe('drift', () => {
  it('is told of columns that follow the rows', () => {
    const { columns } = honest();
    const analysis = analyze({
      ...columns,
      x1: (columns.x1 as number[]).map((value, row) => value + (row >= ROWS / 2 ? 2 : 0)),
    });
    expect(findingOf(analysis, 'drift')).toMatchObject({ columns: ['x1'], level: 'warn' });
  });
});

describe('with a target', () => {
  it('leakage is told of numbers and of texts', () => {
    const { columns, draws } = honest();
    const y = (columns.x0 as number[]).map((value) => 2 * value + draws.normal());
    const copy = y.map((value) => 10 - 3 * value + 1e-3 * draws.normal());
    expect(findingOf(analyze({ ...columns, copy, y }, 'y'), 'leakage')).toMatchObject({ columns: ['copy'] });
    const label = y.map((value) => (value > 0 ? 'high' : 'low'));
    const code = label.map((value) => (value === 'high' ? 'H' : 'L'));
    expect(findingOf(analyze({ ...columns, code, label }, 'label'), 'leakage')).toMatchObject({ columns: ['code'] });
  });

  it('imbalance names the rare rows', () => {
    const { columns } = honest();
    const y = columns.x0.map((_, row) => (row % 20 === 3 ? 1 : 0));
    const rare = Array.from({ length: 10 }, (_, i) => 3 + 20 * i);
    expect(findingOf(analyze({ ...columns, y }, 'y'), 'imbalance')).toMatchObject({
      columns: ['y'],
      rows: rare,
      count: 10,
    });
  });

  it('label noise is told of classes whose neighbours all disagree', () => {
    const { draws } = honest();
    const y = draws.many(ROWS, (row) => row % 2);
    const x0 = y.map((label) => 8 * label + draws.normal());
    const x1 = draws.many(ROWS, draws.normal);
    for (const row of [10, 57, 120]) y[row] = 1 - y[row];
    expect(findingOf(analyze({ x0, x1, y }, 'y'), 'label-noise')).toMatchObject({ rows: [10, 57, 120], level: 'warn' });
  });

  it('label noise is told of numbers far from their neighbours, and from their replicates', () => {
    const { draws } = honest();
    const x = draws.many(ROWS, () => 10 * draws.uniform());
    const y = x.map((value) => Math.sin(value) + 0.02 * draws.normal());
    y[31] += 1.5;
    expect(findingOf(analyze({ x, y }, 'y'), 'label-noise')).toMatchObject({ rows: [31] });
    const dose = draws.many(ROWS, (row) => row % 10);
    const response = dose.map((value) => value + 0.1 * draws.normal());
    response[99] = -5;
    expect(findingOf(analyze({ dose, response }, 'response'), 'label-noise')).toMatchObject({ rows: [99] });
  });

  it('is not among the features', () => {
    const { columns } = honest();
    const analysis = analyze({ ...columns, y: (columns.x0 as number[]).map((value) => 1e5 * value) }, 'y');
    expect(analysis.conditioning.columns).toEqual(['x0', 'x1', 'x2']);
    expect(codesOf(analysis)).toEqual(['leakage']);
  });
});

describe('texts', () => {
  it('that are hardly ever the same are told apart all the same', () => {
    const rows = Array.from({ length: 60_000 }, (_, i) => [`id-${i}`, String(i % 97)]);
    rows[59_999] = [...rows[3]];
    const analysis = analyzeTable(textTableOf(['id', 'n'], rows));
    expect(findingOf(analysis, 'duplicate-rows')).toMatchObject({ rows: [59_999] });
    expect(analysis.columns[0].distinct).toBeNull();
  });
});
