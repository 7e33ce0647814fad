import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { check as builtCheck } from 'gradcheck';
import { describe, expect, it } from 'vitest';
import type { CheckReport } from '../../src/check/report.js';
import { check, GradcheckError, type CheckOptions } from '../../src/index.js';
import { formatJsonReport } from '../../src/report/json.js';
import { gradcheckJson, MODELS } from '../commands/gradcheck.js';
import { validateReport } from '../commands/validate-report.js';
import { almostDecided, right, throwing, undecided, wrong } from './models.js';

/** The report as JSON, held to the schema. */
const asJson = (report: CheckReport) => validateReport(formatJsonReport(report), report.summary.exitCode);

const model = (name: string) => import(pathToFileURL(join(MODELS, name)).href);

/** A report without what differs from run to run, and from one way of handing a model over to the other. */
function comparable(report: CheckReport, file: string): unknown {
  const text = JSON.stringify(report, (key, value) => {
    if (key === 'durationMs' || key === 'replay' || key === 'location' || key === 'frame' || key === 'stack') return 0;
    return typeof value === 'string' ? value.replaceAll(file, 'FILE').replaceAll('inline model', 'FILE') : value;
  });
  return JSON.parse(text);
}

function withoutTimes(report: CheckReport): unknown {
  return JSON.parse(JSON.stringify(report, (key, value) => (key === 'durationMs' ? 0 : value)));
}

describe('check of an object', () => {
  it.each([
    ['right', right, 'pass', 0],
    ['wrong', wrong, 'fail', 1],
    ['that throws', throwing, 'error', 2],
    ['that is undecided', undecided, 'inconclusive', 3],
  ] as const)('%s gives a report that is valid', async (_what, one, verdict, exitCode) => {
    const { summary } = asJson(await check(one));
    expect(summary).toMatchObject({ verdict, exitCode, models: 1 });
  });

  it('that is a list checks each model, whatever comes of the others', async () => {
    const report = asJson(await check([right, throwing, wrong, undecided]));
    expect(report.models.map(({ name, verdict }) => [name, verdict])).toEqual([
      ['right', 'pass'],
      ['throwing', 'error'],
      ['wrong', 'fail'],
      ['undecided', 'inconclusive'],
    ]);
    expect(report.summary.verdict).toBe('fail');
  });

  it.concurrent.each([
    'pair.ts',
    'wrong.ts',
    'suite.ts',
    'object.ts',
    'layers.ts',
    'kink.ts',
    'async.ts',
    'float32.ts',
    'mutates.ts',
    'mutated-data.ts',
    'accumulating.ts',
    'reused-buffer.ts',
    'loss-mismatch.ts',
    'single-undecided.ts',
    'bad-params.ts',
    'throws.ts',
    'throws-text.ts',
  ])('gives the report of the command: %s', async (name) => {
    const fromCode = asJson(await check(await model(name), { seed: 5, diagnose: false }));
    const { report } = await gradcheckJson([name, '--seed', '5', '--no-diagnose']);
    expect(comparable(fromCode, name)).toEqual(comparable(report, name));
  });

  it('looks for the mistake in the numbers; in a file in its lines, too', async () => {
    const codes = ({ models }: CheckReport) => models[0].diagnoses.map(({ code }) => code);
    expect(codes(await check(wrong))).toContain('sign-flip');
    expect(codes(await check(wrong, { diagnose: false }))).toEqual([]);
  });

  it('says where user code threw', async () => {
    const { models } = await check(await model('throws.ts'));
    expect(models[0].error!.location).toMatchObject({ file: 'test/fixtures/models/throws-helper.ts' });
    const { models: own } = await check(throwing);
    expect(own[0].error).toMatchObject({
      code: 'user-error',
      message: 'gradient threw: TypeError: there is no gradient',
      location: { file: 'test/api/models.ts' },
    });
    expect(own[0].error!.frame).toContain("throw new TypeError('there is no gradient')");
  });

  it.each([undefined, null, 3, [], [undefined], {}])('that is none (%j) gives the verdict error', async (nothing) => {
    const report = asJson(await check(nothing as never));
    expect(report.models.map(({ verdict, error }) => [verdict, error?.code])).toEqual([['error', 'missing-export']]);
  });
});

describe('check of a file', () => {
  const path = 'test/fixtures/models/suite.ts';

  it.each([
    ['path', path],
    ['URL', pathToFileURL(path)],
  ])('given as %s is that of the command', async (_what, given) => {
    const fromCode = asJson(await builtCheck(given, { seed: 5, points: 2, strict: true }));
    const args = [path, '--seed', '5', '--points', '2', '--strict'];
    const { report } = await gradcheckJson(args, { cwd: process.cwd() });
    expect(withoutTimes(fromCode)).toEqual(withoutTimes(report));
  });

  it('of a glob checks them all', async () => {
    const report = asJson(await builtCheck('test/fixtures/models/{pair,wrong}.ts'));
    expect(report.models.map(({ file }) => file)).toEqual([
      'test/fixtures/models/pair.ts',
      'test/fixtures/models/wrong.ts',
    ]);
  });

  it('that is not there is a report, too', async () => {
    const { models } = asJson(await builtCheck('nowhere.ts'));
    expect(models[0]).toMatchObject({ verdict: 'error', error: { code: 'file-not-found' } });
  });

  it('follows its code where that is asked for', async () => {
    const { models } = asJson(await builtCheck(path, { reference: 'both' }));
    expect(models[0].verdict).toBe('pass');
    expect(models[1].diagnoses[0].location).toMatchObject({ file: path });
  });

  it('takes the names of the exports', async () => {
    const names = { loss: 'energy', gradient: 'forces', params: 'start' };
    const { summary } = asJson(await builtCheck(join(MODELS, 'physics.js'), names));
    expect(summary.verdict).toBe('pass');
  });

  it('can be asked for several times at once', async () => {
    const names = ['pair.ts', 'wrong.ts', 'object.ts'];
    const reports = await Promise.all(names.map((name) => builtCheck(join(MODELS, name))));
    expect(reports.map(({ summary }) => summary.verdict)).toEqual(['pass', 'fail', 'pass']);
  });
});

describe('options', () => {
  it('have the meaning they have on the command line', async () => {
    const { models } = await check(wrong, { only: 'w', steps: [1e-3], seed: 9 });
    const [w, b] = models[0].points[0].parameters;
    expect([w.verdict, b.skipped]).toEqual(['pass', 'not-selected']);
    expect(w.steps.map(({ step }) => step)).toContain(1e-3);
    expect((await check(wrong, { rtol: 3 })).models[0]).toMatchObject({
      verdict: 'pass',
      tolerance: { rtol: 3, atol: 0 },
    });
    expect((await check(right, { dtype: 'float32' })).models[0].dtype).toBe('float32');
    expect((await check(almostDecided)).summary.verdict).toBe('pass');
    expect((await check(almostDecided, { strict: true })).summary).toMatchObject({
      verdict: 'inconclusive',
      exitCode: 3,
    });
    expect((await check(right, { seed: 12, atol: undefined })).seed).toBe(12);
  });

  it.each<[unknown, RegExp]>([
    [{ sed: 3 }, /no option `sed`/],
    [{ seed: 1.5 }, /`seed` should be a whole number ≥ 0/],
    [{ rtol: -1 }, /`rtol` should be a number ≥ 0/],
    [{ atol: '1e-3' }, /`atol` should be a number ≥ 0/],
    [{ steps: [1e-3, 0] }, /`steps` should be an array of positive numbers/],
    [{ dtype: 'float16' }, /`dtype` should be 'float64' or 'float32'/],
    [{ only: '' }, /`only` should be a text/],
    [{ strict: 1 }, /`strict` should be true or false/],
    [{ gradientStyle: 'inplace' }, /`gradientStyle` should be 'return' or 'out'/],
    [{ reference: 'exact' }, /`reference` should be 'fd' or 'ad' or 'both'/],
    [{ reference: 'ad' }, /`reference` follows the source code of a model, and an object has none/],
    [{ instrumentDeps: true }, /`instrumentDeps` follows the source code/],
    [null, /options should be an object/],
  ])('that are none throw usage: %j', async (options, message) => {
    const error = await check(right, options as CheckOptions).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(GradcheckError);
    expect(error).toMatchObject({ code: 'usage', message: expect.stringMatching(message) });
  });

  it('that select nothing give the verdict error, as on the command line', async () => {
    const { models } = await check(right, { only: 'nothing' });
    expect(models[0]).toMatchObject({ verdict: 'error', error: { code: 'usage' } });
  });

  it('refuse a URL that is of no file', async () => {
    await expect(check(new URL('https://example.com/model.ts'))).rejects.toMatchObject({ code: 'usage' });
  });
});
