import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import type { DiffFound, DiffReport } from '../../src/check/diff-report.js';
import { buildTree } from '../../src/model/build-tree.js';
import { readTree } from '../../src/model/tree-layout.js';
import { differentiate } from '../autodiff/differences.js';
import { data, loss, params } from '../fixtures/diff/network.js';
import { gradcheck, MODELS } from './gradcheck.js';

const FIXTURES = join(dirname(fileURLToPath(import.meta.url)), '../fixtures/diff');

const schema = JSON.parse(readFileSync(new URL('../../schema/diff.schema.json', import.meta.url), 'utf8'));
const validate = new Ajv({ allErrors: true, strictTypes: false }).compile(schema);

async function diffJson(args: readonly string[], cwd = FIXTURES) {
  const { exitCode, stdout, stderr } = await gradcheck(['diff', ...args, '--reporter', 'json'], { cwd });
  const report = JSON.parse(stdout) as DiffReport;
  validate(report);
  expect(validate.errors).toBeNull();
  expect(report).toMatchObject({ schemaVersion: 1, tool: { name: 'gradcheck' }, summary: { exitCode } });
  expect(report.summary.verdict).toBe(exitCode === 0 ? 'pass' : 'error');
  expect(report.summary.models).toBe(report.diff.models.length);
  return { models: report.diff.models, report, exitCode, stdout, stderr };
}

const found = (models: DiffReport['diff']['models'], index = 0): DiffFound => {
  const model = models[index];
  if (model.error) throw new Error(model.error.message);
  return model;
};
const gradients = ({ parameters }: Pick<DiffFound, 'parameters'>): Record<string, unknown> =>
  Object.fromEntries(parameters.map(({ path, gradient }) => [path, gradient]));

describe('gradcheck diff on a module', () => {
  it('gives the gradient that differences show, of a model that has none', async () => {
    const { models, exitCode } = await diffJson(['network.ts']);
    expect(exitCode).toBe(0);
    const model = found(models);
    expect(model).toMatchObject({ name: 'Network without a gradient', file: 'network.ts', method: 'instrumented' });
    expect(model).toMatchObject({ checkedDirections: 2, undecidedDirections: 0, loss: loss(params, data) });
    expect(model.parameters.map(({ path, shape }) => [path, shape])).toEqual([
      ['layers[0].W', [3, 2]],
      ['layers[0].b', [3]],
      ['layers[1].W', [1, 3]],
      ['layers[1].b', [1]],
      ['temperature', []],
    ]);
    const { layout, values } = readTree(params);
    const at = (x: readonly number[]) => loss(buildTree(layout, Float64Array.from(x)) as typeof params, data);
    const slopes = model.parameters.flatMap(({ gradient }) => [gradient].flat(3) as number[]);
    const expected = await differentiate(at, [...values]);
    expect(slopes).toHaveLength(expected.length);
    expected.forEach(({ slope, bound }, i) => expect(Math.abs(slopes[i] - slope)).toBeLessThanOrEqual(bound));
  });

  it('prints a table, and code that holds the values', async () => {
    const { stdout, exitCode } = await gradcheck(['diff', 'network.ts'], { cwd: FIXTURES });
    const { models } = await diffJson(['network.ts']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/parameter +shape +norm +min +max +values/);
    expect(stdout).toMatch(/layers\[0\]\.W +3×2/);
    const code = stdout.slice(stdout.indexOf('const expected = '), stdout.indexOf('};') + 2);
    const pasted = new Function(`${code} return expected;`)() as typeof params;
    expect(pasted.temperature).toBe(gradients(found(models)).temperature);
    expect(pasted.layers[0].W).toEqual(gradients(found(models))['layers[0].W']);
    expect(pasted.layers[1].b).toBeInstanceOf(Float64Array);
  });

  it('takes the models that check takes', async () => {
    const check = (file: string, ...args: string[]) => diffJson([file, ...args], MODELS);
    expect(gradients(found((await check('pair.ts')).models))).toEqual({ params: [4, 1] });
    expect(gradients(found((await check('async.ts')).models))).toEqual({ w: [6, 4] });
    expect(gradients(found((await check('frozen.ts')).models))).toEqual({ w: [4, 1] });
    const physics = ['physics.js', '--loss', 'energy', '--params', 'start'] as const;
    expect(gradients(found((await check(...physics)).models))).toEqual({ params: [4, 1, Math.cos(3)] });
    const suite = await check('suite.ts');
    expect(suite.models.map(({ name }) => name)).toEqual(['right', 'wrong', 'no gradient', 'suite.ts [3]']);
    for (let i = 0; i < 4; i++) expect(gradients(found(suite.models, i))).toEqual({ x: 6 });
    // Random numbers at the top level, in params() and in data() are those of the check.
    expect((await check('dropout.ts')).exitCode).toBe(0);
  });

  it('gives the gradient at the points that the model lists', async () => {
    const { points } = found((await diffJson(['points-listed.ts'], MODELS)).models);
    expect(points?.map(({ name }) => name)).toEqual(['points[0]', 'points[1]']);
    const w = gradients(points![1]).w as number[];
    expect(w.map((x) => Number(x.toPrecision(6)))).toEqual([0.6, -0.014, 1.8]);
  });

  it('leaves out what is not asked for', async () => {
    const { parameters, code } = found((await diffJson(['network.ts', '--only', 'layers[*].b'])).models);
    expect(parameters.map(({ path }) => path)).toEqual(['layers[0].b', 'layers[1].b']);
    expect(code).toBeUndefined();
  });

  it('refuses a loss that differs at equal input: it has no one derivative', async () => {
    const { models } = await diffJson(['nondeterministic.ts'], MODELS);
    expect(models[0].error).toMatchObject({
      code: 'not-instrumentable',
      message: expect.stringMatching(/equal input/),
    });
  });

  it('gives the same bytes again, durations aside', async () => {
    const [first, second] = await Promise.all([1, 2].map(() => diffJson(['network.ts', '--seed', '7'])));
    const still = (text: string) => text.replace(/"durationMs": [\d.]+/, '');
    expect(still(first.stdout)).toBe(still(second.stdout));
    expect(first.report.seed).toBe(7);
  });
});

describe('a gradient that is not to be trusted is an error, exit code 2', () => {
  it.each([
    ['unfollowed.ts', 'not-instrumentable', /DataView/],
    ['uses-package.ts', 'not-instrumentable', /packages as well/],
    ['../models/tensor-loss.ts', 'not-instrumentable', /returns an object/],
    ['../models/nan-loss.ts', 'non-finite-loss', /NaN at params/],
    ['../models/throws.ts', 'user-error', /threw/],
    ['../models/exits-on-load.ts', 'exited', /ended its process/],
    ['../models/loss-never-settles.ts', 'user-error', /never settles/],
    ['../models/syntax.ts', 'syntax', /./],
    ['../models/empty.ts', 'empty-params', /holds no number/],
    ['absent.ts', 'file-not-found', /there is no file/],
  ])('%s: %s', async (file, code, message) => {
    const { models, exitCode } = await diffJson([file]);
    expect(exitCode).toBe(2);
    expect(models[0].error?.code).toBe(code);
    expect(`${models[0].error?.message} ${models[0].error?.hint}`).toMatch(message);
  });

  it('and the others are given none the less', async () => {
    const { models, exitCode } = await diffJson(['absent.ts', '../models/exits.ts', 'network.ts']);
    expect(exitCode).toBe(2);
    expect(models.map(({ name, error }) => [name, error?.code])).toEqual([
      ['absent.ts', 'file-not-found'],
      ['before', undefined],
      ['exits', 'exited'],
      ['after', undefined],
      ['Network without a gradient', undefined],
    ]);
  });

  it('packages are followed when asked for', async () => {
    const { models, exitCode } = await diffJson(['uses-package.ts', '--instrument-deps']);
    expect(exitCode).toBe(0);
    // ∂ tr(A²)/∂A = 2Aᵀ.
    expect(gradients(found(models))).toEqual({
      A: [
        [4, 2],
        [2, 6],
      ],
    });
  });

  it('there is nothing without a file, and no reporter of another name', async () => {
    const nothing = await gradcheck(['diff']);
    expect([nothing.exitCode, nothing.stderr]).toEqual([2, expect.stringMatching(/nothing to differentiate/)]);
    const unknown = await gradcheck(['diff', 'pair.ts', '--reporter', 'junit']);
    expect([unknown.exitCode, unknown.stderr]).toEqual([2, expect.stringMatching(/no reporter named "junit"/)]);
  });
});

describe('gradcheck diff on formulas', () => {
  it('gives mathjs’s derivative and its value, whatever gradient stands beside', async () => {
    const { models, exitCode } = await diffJson(['formulas.json']);
    expect(exitCode).toBe(2);
    const derived = found(models);
    expect(derived).toMatchObject({ method: 'symbolic', checkedEntries: 3, loss: 1.5 ** 3 + Math.sin(2) });
    expect(gradients(derived)).toEqual({ x: 6.75, w: [Math.sin(2), Math.cos(2)] });
    expect(JSON.parse(`{${derived.code}}`)).toEqual({
      gradient: { x: '3 * x ^ 2', w: ['sin(w[2])', 'w[1] * cos(w[2])'] },
    });
    expect(gradients(found(models, 1))).toEqual({ x: 4 });
    expect(models[2].error).toMatchObject({ code: 'not-instrumentable', message: expect.stringMatching(/by w$/) });
    expect(gradients(found(models, 3))).toEqual({ x: 4 });
  });

  it('takes a formula of the command line, and gives back options that pass', async () => {
    const formula = ['--expr', 'x^2*y', '--at', 'x=3,y=2'];
    const { models } = await diffJson(formula);
    expect(gradients(found(models))).toEqual({ x: 12, y: 9 });
    const [, option] = /^--gradient-expr '(.*)'$/.exec(found(models).code!)!;
    expect((await gradcheck([...formula, '--gradient-expr', option])).exitCode).toBe(0);
  });
});

it('a check that finds no gradient names the command', async () => {
  const { stdout, exitCode } = await gradcheck(['no-gradient.ts']);
  expect(exitCode).toBe(2);
  expect(stdout).toMatch(/no export `gradient`[^]*`gradcheck diff`/);
});
