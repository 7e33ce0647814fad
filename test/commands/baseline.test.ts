import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Baseline } from '../../src/baseline/types.js';
import { gradcheck, gradcheckJson, modelOf } from './gradcheck.js';
import { RIGHT, SLIGHTLY_WRONG, userFiles, WRONG } from './user-files.js';

const UNDECIDED =
  'export const params = { x: 0 }; export const loss = ({ x }) => Math.sqrt(x); export const gradient = () => ({ x: Infinity });';
/** The loss is cut to so many digits, which hides smaller errors. */
const rounded = (digits: number) =>
  RIGHT.replace('w[0] ** 2 + w[1] * b;', `Number((w[0] ** 2 + w[1] * b).toPrecision(${digits}));`);
const BASELINE = ['--baseline', 'checks/baseline.json'];

/** A folder whose baseline is made from these files; then some are changed. */
async function change(before: Record<string, string>, after: Record<string, string> = {}, args: string[] = ['*.js']) {
  const cwd = userFiles(before);
  const update = await gradcheck([...args, ...BASELINE, '--update-baseline', '--quiet'], { cwd });
  for (const [name, text] of Object.entries(after)) writeFileSync(join(cwd, name), text);
  const check = () => gradcheckJson([...args, ...BASELINE], { cwd });
  const read = () => JSON.parse(readFileSync(join(cwd, 'checks/baseline.json'), 'utf8')) as Baseline;
  return { cwd, update, check, read };
}

describe('a baseline', () => {
  it('records failures and detection limits, sorted, with files named from its folder', async () => {
    const { update, read, cwd } = await change({ 'wrong.js': WRONG, 'a/right.js': RIGHT }, {}, [
      'wrong.js',
      'a/right.js',
    ]);
    expect(update).toMatchObject({
      exitCode: 0,
      stderr: 'note: checks/baseline.json now has 2 models, 1 known failure\n',
    });
    const limit = expect.closeTo(6e-6, 5);
    expect(read()).toEqual({
      version: 1,
      models: [
        {
          file: '../a/right.js',
          name: '../a/right.js',
          parameters: [
            { path: 'b', detectionLimit: limit },
            { path: 'w', detectionLimit: limit },
          ],
        },
        {
          file: '../wrong.js',
          name: '../wrong.js',
          parameters: [
            { path: 'b', detectionLimit: limit },
            { path: 'w', detectionLimit: limit, failed: 1, failures: [{ index: [0], error: 2 }] },
          ],
        },
      ],
    });
    expect(readFileSync(join(cwd, 'checks/baseline.json'), 'utf8')).toContain('"index": [0],');
  });

  it('is the same text when made again, in whatever order', async () => {
    const { cwd } = await change({ 'wrong.js': WRONG, 'right.js': RIGHT });
    const before = readFileSync(join(cwd, 'checks/baseline.json'), 'utf8');
    await gradcheck(['wrong.js', 'right.js', ...BASELINE, '--update-baseline', '--seed', '2'], { cwd });
    expect(readFileSync(join(cwd, 'checks/baseline.json'), 'utf8')).toBe(before);
  });

  it('lets known failures pass, and shows them as known', async () => {
    const { cwd, check } = await change({ 'wrong.js': WRONG, 'right.js': RIGHT, 'undecided.js': UNDECIDED });
    const { report, exitCode } = await check();
    expect(exitCode).toBe(0);
    expect(report.summary).toMatchObject({ verdict: 'pass', fail: 1, models: 3 });
    expect(report.baseline).toEqual({ file: 'checks/baseline.json', stale: [] });
    expect(modelOf(report, 'wrong.js')).toMatchObject({ verdict: 'fail', known: true });
    expect(modelOf(report, 'wrong.js').points[0].parameters[0]).toMatchObject({ failed: 1, known: 1 });
    const { stdout } = await gradcheck(['*.js', ...BASELINE], { cwd });
    expect(stdout).toMatch(/KNOWN +wrong\.js/);
    expect(stdout).toContain('PASS  3 models: 1 right, 2 known to be wrong or undecided');
    const quiet = await gradcheck(['*.js', ...BASELINE, '--quiet'], { cwd });
    expect(quiet.stdout).not.toContain('KNOWN  wrong.js');
    expect((await gradcheck(['*.js'], { cwd })).exitCode).toBe(1);
  });

  it.each<[string, Record<string, string>, Record<string, string>, number]>([
    ['another entry fails', { 'm.js': WRONG }, { 'm.js': WRONG.replace('b: w[1]', 'b: -w[1]') }, 1],
    ['the error is larger', { 'm.js': SLIGHTLY_WRONG }, { 'm.js': WRONG }, 1],
    ['the error is smaller', { 'm.js': WRONG }, { 'm.js': SLIGHTLY_WRONG }, 0],
    ['a model is new and wrong', { 'm.js': RIGHT }, { 'n.js': WRONG }, 1],
    ['a model is new and right', { 'm.js': WRONG }, { 'n.js': RIGHT }, 0],
    ['a model breaks', { 'm.js': WRONG }, { 'm.js': 'throw new Error();' }, 2],
    ['a model becomes non-finite', { 'm.js': WRONG }, { 'm.js': WRONG.replace('-2 * w[0]', '0 / 0') }, 1],
    ['the check becomes blinder', { 'm.js': RIGHT }, { 'm.js': rounded(6) }, 1],
    ['the check sees more', { 'm.js': rounded(6) }, { 'm.js': RIGHT }, 0],
    ['the check stays as blind', { 'm.js': rounded(6) }, {}, 0],
  ])('decides when %s', async (_when, before, after, expected) => {
    const { check } = await change(before, after);
    expect((await check()).exitCode).toBe(expected);
  });

  it('tells in what a model is worse', async () => {
    const { cwd, check } = await change(
      { 'm.js': SLIGHTLY_WRONG, 'n.js': RIGHT },
      { 'm.js': WRONG, 'n.js': rounded(6) },
    );
    const { report } = await check();
    expect(report.models[0].regressions).toEqual([
      { kind: 'larger-error', point: 'params', path: 'w', index: [0], was: expect.closeTo(1e-3, 5), now: 2 },
    ]);
    expect(report.models[1]).toMatchObject({ verdict: 'pass' });
    expect(report.models[1].regressions!.map(({ kind }) => kind)).toContain('detection-limit');
    const { stdout } = await gradcheck(['*.js', ...BASELINE], { cwd });
    expect(stdout).toMatch(
      /worse than the baseline\n +w\[0\]: the relative error is 2, where the baseline has\s+0\.001/,
    );
    expect(stdout).toMatch(/FAIL +n\.js/);
    expect(stdout).toMatch(/w: only errors above 1\.\d+e-5 would be seen/);
    expect(stdout).toContain('FAIL  2 models: 2 wrong');
  });

  it('tells of records that are out of date', async () => {
    const { cwd, check } = await change({ 'm.js': WRONG, 'n.js': RIGHT, 'o.js': UNDECIDED }, { 'm.js': RIGHT });
    rmSync(join(cwd, 'n.js'));
    writeFileSync(join(cwd, 'o.js'), UNDECIDED.replaceAll(/\bx\b/g, 'y'));
    const { report, exitCode } = await check();
    expect(exitCode).toBe(3);
    expect(report.baseline!.stale).toEqual([
      { file: 'm.js', model: 'm.js', path: 'w', index: [0] },
      { file: 'n.js', model: 'n.js' },
      { file: 'o.js', model: 'o.js', path: 'x' },
    ]);
    const { stdout } = await gradcheck(['m.js', ...BASELINE], { cwd });
    expect(stdout).toMatch(
      /2 records of checks\/baseline\.json out of date\n +w\[0\] in m\.js\n +n\.js\n.*--update-baseline/,
    );
  });

  it('tells at which point a record is out of date', async () => {
    const { check } = await change({ 'm.js': WRONG }, { 'm.js': RIGHT }, ['*.js', '--points', '1']);
    const { report } = await check();
    expect(report.baseline!.stale.map(({ point, path }) => [point, path])).toEqual([
      [undefined, 'w'],
      ['drawn 1 (seed 1)', 'w'],
    ]);
  });

  it('keeps what an update did not look at', async () => {
    const { cwd, read } = await change({ 'm.js': WRONG, 'n.js': WRONG });
    await gradcheck(['m.js', '--only', 'b', ...BASELINE, '--update-baseline'], { cwd });
    expect(read().models.map(({ file }) => file)).toEqual(['../m.js', '../n.js']);
    expect(read().models[0].parameters.map(({ path, failed }) => [path, failed])).toEqual([
      ['b', undefined],
      ['w', 1],
    ]);
    writeFileSync(join(cwd, 'm.js'), 'throw new Error();');
    const { exitCode } = await gradcheck(['m.js', ...BASELINE, '--update-baseline'], { cwd });
    expect([exitCode, read().models.length]).toEqual([2, 2]);
  });

  it('tells models of one file and of one name apart', async () => {
    const suite = (signs: string) =>
      `export default [${signs}].map((sign) => ({ name: 'twin', params: 1, loss: (x) => x ** 2, gradient: (x) => sign * 2 * x }));`;
    const { check, read } = await change({ 'm.js': suite('1, -1') });
    expect(read().models.map(({ occurrence }) => occurrence)).toEqual([undefined, 2]);
    expect((await check()).exitCode).toBe(0);
    expect((await (await change({ 'm.js': suite('1, -1') }, { 'm.js': suite('-1, 1') })).check()).exitCode).toBe(1);
  });

  it('knows mistakes of the gradient as a whole', async () => {
    const other = `${RIGHT}export const lossAndGradient = (p) => ({ loss: loss(p) + 1, gradient: gradient(p) });`;
    const { check, read } = await change({ 'm.js': other });
    expect(read().models[0].mistakes).toEqual(['loss-mismatch']);
    expect((await check()).exitCode).toBe(0);
    expect((await (await change({ 'm.js': RIGHT }, { 'm.js': other })).check()).exitCode).toBe(1);
  });

  it('works for formulas of the command line', async () => {
    const args = ['--expr', 'x^2', '--at', 'x=1', '--gradient-expr', '-2x'];
    const { check, read } = await change({}, {}, args);
    expect(read().models[0].file).toBe('--expr');
    const { exitCode, report } = await check();
    expect([exitCode, report.baseline!.stale]).toEqual([0, []]);
  });

  it('of undecided entries holds with --strict', async () => {
    const noisy = `export const params = { x: 0, y: 1 };
    export const loss = ({ x, y }) => Math.sqrt(x) + y ** 2;
    export const gradient = ({ y }) => ({ x: Infinity, y: 2 * y });`;
    const { check } = await change({ 'm.js': noisy }, {}, ['m.js', '--strict']);
    expect((await check()).exitCode).toBe(0);
  });

  it.each<[string, Record<string, string>, string[], RegExp]>([
    ['is not there', {}, BASELINE, /there is no baseline checks\/baseline\.json[^]*--update-baseline/],
    ['has no name', {}, ['--update-baseline'], /--update-baseline goes with --baseline/],
    ['is no JSON', { 'checks/baseline.json': '{' }, BASELINE, /is no baseline of gradcheck: it is not JSON/],
    ['is of another version', { 'checks/baseline.json': '{ "version": 2 }' }, BASELINE, /version is 2/],
    [
      'has other records',
      { 'checks/baseline.json': '{ "version": 1, "models": [3] }' },
      BASELINE,
      /models\[0\] is no record/,
    ],
  ])('that %s is an error', async (_what, files, args, message) => {
    const { exitCode, stdout, stderr } = await gradcheck(['m.js', ...args], {
      cwd: userFiles({ 'm.js': RIGHT, ...files }),
    });
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
  });

  it('may stand in the configuration, whose folder it is taken from', async () => {
    const { cwd } = await change({
      'm.js': WRONG,
      'deep/x': '',
      'gradcheck.config.json': '{ "baseline": "checks/baseline.json" }',
    });
    expect((await gradcheckJson(['../m.js'], { cwd: join(cwd, 'deep') })).exitCode).toBe(0);
  });

  it('shows in every reporter what it knows', async () => {
    const { cwd } = await change({ 'm.js': WRONG });
    const show = async (name: string) => (await gradcheck(['m.js', ...BASELINE, '--reporter', name], { cwd })).stdout;
    expect(await show('junit')).toMatch(/tests="2" failures="0" errors="0" skipped="1"/);
    expect(await show('tap')).toMatch(/ok 1 - m\.js # SKIP known/);
    expect(await show('github')).toMatch(/^::notice file=m\.js,.*title=known wrong gradient%3A w::/);
    expect(await show('markdown')).toMatch(/\| ! KNOWN \| `m\.js`/);
    expect(await show('html')).toMatch(/class="known"/);
    expect(JSON.parse(await show('sarif')).runs[0].results[0]).toMatchObject({
      level: 'note',
      suppressions: [{ kind: 'external' }],
    });
  });
});
