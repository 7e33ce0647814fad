import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findingIn, inspect } from './data-report.js';
import { ROOT } from './gradcheck.js';
import { userFiles } from './user-files.js';

/** Least squares of y on two columns and a bias; the last row holds a wrong number. */
const LEAST_SQUARES = `
const column = (scale, k) => Array.from({ length: 80 }, (_, i) => scale * Math.sin(1 + i * k));
const [a, b] = [column(1000, 1.7), column(1, 2.9)];
export const data = a.map((x, i) => ({ x: [x, b[i]], y: 0.002 * x - b[i] + (i === 79 ? 400 : 0.1 * Math.sin(i * i)) }));
export const params = { w: [0, 0], bias: 0 };
const residual = ({ w, bias }, { x, y }) => w[0] * x[0] + w[1] * x[1] + bias - y;
export const loss = (p, rows) => rows.reduce((sum, row) => sum + residual(p, row) ** 2, 0) / (2 * rows.length);
export const gradient = (p, rows) => {
  const g = { w: [0, 0], bias: 0 };
  for (const row of rows) {
    const r = residual(p, row) / rows.length;
    g.w[0] += r * row.x[0];
    g.w[1] += r * row.x[1];
    g.bias += r;
  }
  return g;
};`;

const rows = (): { x: number[]; y: number }[] => {
  const column = (scale: number, k: number): number[] =>
    Array.from({ length: 80 }, (_, i) => scale * Math.sin(1 + i * k));
  const [a, b] = [column(1000, 1.7), column(1, 2.9)];
  return a.map((x, i) => ({ x: [x, b[i]], y: 0.002 * x - b[i] + (i === 79 ? 400 : 0.1 * Math.sin(i * i)) }));
};

const modelOf = async (source: string, ...args: string[]) => {
  const run = await inspect(userFiles({ 'model.js': source }), 'model.js', ...args);
  return { ...run, model: run.data?.model };
};

describe('gradcheck data on a model', () => {
  it('inspects its data', async () => {
    const run = await modelOf(LEAST_SQUARES);
    expect(run.data.columns.map(({ name }) => name)).toEqual(['x[0]', 'x[1]', 'y']);
    expect(findingIn(run, 'outlier')).toMatchObject({ columns: ['y'], rows: [79] });
    expect(run.data.conditioning.columns).toEqual(['x[0]', 'x[1]', 'y']);
    expect((await modelOf(LEAST_SQUARES, '--target', 'y')).data.conditioning.columns).toEqual(['x[0]', 'x[1]']);
  });

  it('tells gradients of single rows, and the noise scale, as they are by hand', async () => {
    const { rowGradients } = (await modelOf(LEAST_SQUARES)).model!;
    // At 0 the gradient of a row is −y · (x, 1).
    const gradients = rows().map(({ x, y }) => [...x, 1].map((value) => -y * value));
    const mean = [0, 1, 2].map((i) => gradients.reduce((sum, g) => sum + g[i], 0) / 80);
    const norms = gradients.map((g) => Math.hypot(...g));
    const total = norms.reduce((sum, norm) => sum + norm, 0);
    const scatter =
      gradients.reduce((sum, g) => sum + g.reduce((s, value, i) => s + (value - mean[i]) ** 2, 0), 0) / 79;
    const squared = mean.reduce((sum, value) => sum + value ** 2, 0);
    expect(rowGradients).toMatchObject({ rows: 80, joined: 'mean' });
    expect(rowGradients!.norm / Math.sqrt(squared)).toBeCloseTo(1, 12);
    expect(rowGradients!.noiseScale! / (scatter / squared)).toBeCloseTo(1, 10);
    expect(rowGradients!.heavy.rows).toEqual(norms.flatMap((norm, i) => (norm > (10 * total) / 80 ? [i] : [])));
    expect(rowGradients!.heavy.count).toBeGreaterThan(0);
    expect(rowGradients!.opposing.rows).toEqual(
      gradients.flatMap((g, i) => (g.reduce((sum, value, k) => sum + value * mean[k], 0) < 0 ? [i] : [])),
    );
  });

  it('tells the Hessian before and after standardising: of least squares the matrix of the data itself', async () => {
    const { data, model } = await modelOf(LEAST_SQUARES, '--target', 'y');
    expect(model!.standardized).toEqual(['x[0]', 'x[1]']);
    const { before, after } = model!.hessian!;
    const { raw, standardized } = data.conditioning;
    expect((before!.conditionNumber as number) / (raw!.conditionNumber as number)).toBeCloseTo(1, 3);
    expect((after!.conditionNumber as number) / (standardized!.conditionNumber as number)).toBeCloseTo(1, 5);
    expect(before!.stableStep! / raw!.largestStableStep).toBeCloseTo(1, 5);
    expect(model!.detectionLimit!.before).toBeLessThan(1e-3);
    expect(model!.detectionLimit!.after).toBeLessThan(1e-3);
  });

  it('knows a loss that sums its rows, and columns beside settings', async () => {
    const sum = LEAST_SQUARES.replaceAll(' / (2 * rows.length)', '').replaceAll('/ rows.length', '* 2');
    expect((await modelOf(sum)).model!.rowGradients).toMatchObject({ joined: 'sum' });
    const columns = `
      export const data = { x: new Float64Array([1, 2, 3, 5]), y: [2, 1, 4, 3], weight: 0.5 };
      export const params = [0.3];
      export const loss = ([w], { x, y, weight }) => x.reduce((s, v, i) => s + weight * (w * v - y[i]) ** 2, 0);
      export const gradient = ([w], { x, y, weight }) => [x.reduce((s, v, i) => s + 2 * weight * (w * v - y[i]) * v, 0)];`;
    const { data, model } = await modelOf(columns);
    expect(data.columns.map(({ name, mean }) => [name, mean])).toEqual([
      ['x', 2.75],
      ['y', 2.5],
    ]);
    expect(model).toMatchObject({ rowGradients: { joined: 'sum', rows: 4 }, standardized: ['x'] });
  });

  it('tells nothing of curvature where the gradient is wrong, but says so', async () => {
    const { model, exitCode } = await modelOf(LEAST_SQUARES.replace('g.bias += r;', 'g.bias -= r;'));
    expect(model).toMatchObject({ wrong: ['bias'], rowGradients: null, hessian: null, detectionLimit: null });
    expect(model!.notes.join()).toMatch(/gradient is wrong at params, in bias.*gradcheck model\.js/);
    expect(exitCode).toBe(0);
    expect((await modelOf(LEAST_SQUARES)).model!.wrong).toEqual([]);
  });

  it('says why nothing is told of rows', async () => {
    const closure = LEAST_SQUARES.replaceAll('(p, rows)', '(p)').replaceAll(/\brows\b/g, 'data');
    const { model } = await modelOf(closure);
    expect([model!.rowGradients, model!.notes.join()]).toEqual([null, expect.stringMatching(/does not use the data/)]);
    const bare = LEAST_SQUARES.replace('export const gradient', 'const unused');
    expect((await modelOf(bare)).model!.notes.join()).toMatch(/exports no gradient/);
  });

  it('is exit 2 where there are no data, or no rows in them', async () => {
    const none = await modelOf('export const params = [1]; export const loss = ([x]) => x * x;');
    expect([none.exitCode, none.report.error!.code]).toEqual([2, 'missing-export']);
    const number = await modelOf(
      'export const data = 7; export const params = [1]; export const loss = ([x]) => x * x;',
    );
    expect([number.exitCode, number.report.error!.code]).toEqual([2, 'bad-data']);
    const throws = await modelOf(
      'export const data = () => { throw new Error("no file"); }; export const params = [1]; export const loss = ([x]) => x;',
    );
    expect([throws.exitCode, throws.report.error!.message]).toEqual([2, expect.stringContaining('no file')]);
  });

  it('can be mended and written', async () => {
    const folder = userFiles({ 'model.js': LEAST_SQUARES });
    await inspect(folder, 'model.js', '--target', 'y', '--fix', 'standardize', '--out', 'rows.csv');
    const lines = readFileSync(join(folder, 'rows.csv'), 'utf8').trimEnd().split('\n');
    expect([lines.length, lines[0]]).toEqual([81, 'x[0],x[1],y']);
  });

  it('works on an example', async () => {
    const { data } = await inspect(ROOT, 'examples/logistic-regression/model.ts', '--target', 'label');
    expect(data.model).toMatchObject({
      parameters: 31,
      rowGradients: { rows: 569, joined: 'mean', heavy: { count: 0 } },
    });
  });
});
