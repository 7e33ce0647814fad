import { cpSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CheckReport } from '../../src/check/report.js';
import { gradcheck, gradcheckJson, modelOf, parameterOf, ROOT } from '../commands/gradcheck.js';

const FIXTURES = fileURLToPath(new URL('../fixtures/formula', import.meta.url));
const check = (...args: string[]) => gradcheckJson(args, { cwd: FIXTURES });
const show = (...args: string[]) => gradcheck(args, { cwd: FIXTURES, env: { COLUMNS: '200' } });

describe('a .json file', () => {
  it('with a right gradient passes', async () => {
    const { report, exitCode } = await check('right.json');
    expect(exitCode).toBe(0);
    const model = modelOf(report, 'right');
    expect(model).toMatchObject({
      file: 'right.json',
      verdict: 'pass',
      entries: 8,
      pass: 8,
      warnings: [{ code: 'special-point' }],
    });
    expect(model.formulas).toBeUndefined();
    expect(model.points[0].parameters.map(({ path, shape }) => [path, shape])).toEqual([
      ['x', []],
      ['w', [2]],
      ['net.a', []],
      ['net.b', [2, 2]],
    ]);
  });

  it('with a wrong gradient fails, with the right formulas', async () => {
    const { report, exitCode } = await check('wrong.json');
    expect(exitCode).toBe(1);
    const model = modelOf(report, 'wrong');
    expect(model.fail).toBe(3);
    // Of A the whole sum is taken, which mathjs cannot derive.
    expect(model.formulas).toEqual([
      { path: 'x', derivative: '2 * x + cos(x)', confirmed: true },
      { path: 'w[1]', derivative: '2 * w[1] * w[2]', confirmed: true },
    ]);
  });

  it('prints the right formulas', async () => {
    const { stdout } = await show('wrong.json');
    expect(stdout).toContain('the derivative of the loss with respect to x is 2 * x + cos(x)\n');
    expect(stdout).toContain('with respect to w[1] (w[2] in formulas) is 2 * w[1] * w[2]\n');
  });

  it('notices that mathjs errs on acoth', async () => {
    const { report, exitCode } = await check('acoth.json');
    expect(exitCode).toBe(1);
    // d/dx acoth(x) = 1 / (1 − x²), which mathjs 15.2 gives the wrong sign.
    expect(modelOf(report, 'right').verdict).toBe('pass');
    expect(modelOf(report, 'wrong by the user')).toMatchObject({
      verdict: 'fail',
      formulas: [{ path: 'x', confirmed: false }],
    });
    expect(modelOf(report, 'none').error!.message).toContain("x: mathjs's derivative disagrees with the differences");
    const { stdout } = await show('acoth.json');
    expect(stdout).toContain("mathjs's derivative with respect to x disagrees with the differences, and is not shown");
    expect(stdout).not.toContain('the derivative of the loss');
  });

  it('honours the other fields', async () => {
    const { report, exitCode } = await check('settings.json');
    expect(exitCode).toBe(0);
    const bounds = parameterOf(modelOf(report, 'bounds'), 'x');
    expect(bounds.steps.map(({ scheme }) => scheme)).not.toContain('central');
    expect(parameterOf(modelOf(report, 'frozen'), 'k').skipped).toBe('frozen');
    expect(modelOf(report, 'tolerance').tolerance).toEqual({ rtol: 0.1, atol: 0 });
    expect(modelOf(report, 'whole').points[0].parameters[0].path).toBe('params');
    expect(modelOf(report, 'float32').dtype).toBe('float32');
  });

  it('takes other keys for loss and gradient', async () => {
    const { report, exitCode } = await check('other-keys.json', '--loss', 'energy', '--gradient', 'forces');
    expect(exitCode).toBe(0);
    expect(modelOf(report).name).toBe('other-keys.json');
  });

  it('gives the same report again', async () => {
    const texts = await Promise.all([check('wrong.json'), check('wrong.json')]);
    const [first, second] = texts.map(({ text }) => text.replace(/"durationMs": [\d.]+/g, ''));
    expect(first).toBe(second);
  });
});

describe('what is wrong with a .json file', () => {
  let report: CheckReport;
  beforeAll(async () => {
    report = (await check('mistakes.json')).report;
    expect(report.summary.exitCode).toBe(2);
  });
  const errorOf = (name: string) => modelOf(report, name).error!;

  it('is told for JSON that does not parse, with the place', async () => {
    const { report: broken, exitCode } = await check('syntax.json');
    expect(exitCode).toBe(2);
    expect(modelOf(broken).error).toMatchObject({
      code: 'syntax',
      message: 'this is not JSON: expected a key in double quotes, but found "}"',
      location: { file: 'syntax.json', line: 5, column: 1 },
      frame: expect.stringContaining('> 5 | }\n    | ^'),
    });
  });

  it.each([
    ['formula', 'syntax', 'the loss, `x^2 +* 2`: value expected (character 6)'],
    ['gradient formula', 'syntax', 'the gradient of net.x, `2 (net.x`: parenthesis ) expected'],
    ['symbol', 'bad-model', 'rat is neither a parameter nor a constant'],
    ['text', 'bad-loss', 'loss should return a number, but returned boolean true'],
    ['vector', 'bad-loss', 'loss should return a number, but returned an array of length 2'],
    ['complex', 'non-finite-loss', 'the loss is NaN'],
    ['shape', 'shape-mismatch', 'the gradient of w should be 2 numbers'],
    ['position', 'user-error', 'Index out of range (0 < 1)'],
    ['no loss', 'missing-export', 'no `loss`'],
    ['no gradient', 'missing-export', 'no `gradient`'],
    ['no formula', 'missing-export', '`loss` is number 3, not a formula'],
    ['odd name', 'bad-params', 'a formula cannot name the parameter "odd key"'],
    ['mistakes.json [12]', 'missing-export', 'expected a model, found number 3'],
  ])('%s: %s', (name, code, message) => {
    expect(errorOf(name).code).toBe(code);
    expect(errorOf(name).message).toContain(message);
  });

  it('is placed in the file', () => {
    expect(errorOf('formula').location).toMatchObject({ file: 'mistakes.json', line: 2, column: 60 });
    expect(errorOf('formula').frame).toMatch(/^> 2 \|.*\n {4}\| {60}\^$/m);
    expect(errorOf('symbol').location).toMatchObject({ line: 4, column: 65 });
  });

  it('comes with the gradient, where that is missing', () => {
    expect(errorOf('no gradient').message).toContain('"gradient": {"x":"2 * w[2] * x","w":["0","x ^ 2"]}');
  });
});

describe('--expr', () => {
  const EXPR = ['--expr', 'x^2*y', '--at', 'x=1,y=2'];

  it('passes a right gradient', async () => {
    const { report, exitCode } = await check(...EXPR, '--gradient-expr', '2*x*y, x^2');
    expect(exitCode).toBe(0);
    expect(modelOf(report)).toMatchObject({ name: 'x^2*y', file: '--expr', verdict: 'pass', pass: 2 });
    expect(report.replay).toBe(`gradcheck --expr 'x^2*y' --at x=1,y=2 --gradient-expr '2*x*y, x^2' --seed 1`);
  });

  it('fails a wrong one, with the right formula', async () => {
    const { report, exitCode } = await check(...EXPR, '--gradient-expr', '2*x*y, x');
    expect(exitCode).toBe(0);
    expect(modelOf(report).verdict).toBe('pass');
    const elsewhere = await check('--expr', 'x^2*y', '--at', 'x=3,y=2', '--gradient-expr', '2*x*y, x');
    expect(elsewhere.exitCode).toBe(1);
    expect(modelOf(elsewhere.report).formulas).toEqual([{ path: 'y', derivative: 'x ^ 2', confirmed: true }]);
  });

  it('takes arrays and constant formulas', async () => {
    const outer = '[w[1]^2, w[1] w[2]; w[1] w[2], w[2]^2]';
    const gradient = `cos(x) * dot(w, A * w), sin(x) * (A + A') * w, sin(x) * ${outer}`;
    const at = 'x=pi/4, w=[1,2], A=[2, 0; 0, 3]';
    const { report, exitCode } = await check(
      '--expr',
      'sin(x) * dot(w, A * w)',
      '--at',
      at,
      '--gradient-expr',
      gradient,
    );
    expect(modelOf(report).points[0].parameters.map(({ shape }) => shape)).toEqual([[], [2], [2, 2]]);
    expect(exitCode).toBe(0);
  });

  it('without --gradient-expr gives the gradient to start from', async () => {
    const { report, exitCode } = await check('--expr', 'x^2*w[2] + sin(x)', '--at', 'x=1,w=[1,2]');
    expect(exitCode).toBe(2);
    const { code, message } = modelOf(report).error!;
    expect(code).toBe('usage');
    expect(message).toMatch(/^--gradient-expr is missing/);
    const suggested = /--gradient-expr '(.*)'$/.exec(message)![1];
    const again = await check('--expr', 'x^2*w[2] + sin(x)', '--at', 'x=1,w=[1,2]', '--gradient-expr', suggested);
    expect(again.exitCode).toBe(0);
  });

  it('without it says so where mathjs has no derivative', async () => {
    const { report } = await check('--expr', 'gamma(x) + y^2', '--at', 'x=3,y=2');
    expect(modelOf(report).error!.message).toMatch(/\nx: mathjs has no derivative of this loss\ny: 2 \* y$/);
  });

  it('names what it does not know in --at', async () => {
    const { report, exitCode } = await check('--expr', 'x', '--at', 'x=t', '--gradient-expr', '1');
    expect(exitCode).toBe(2);
    expect(modelOf(report)).toMatchObject({ name: 'x', error: { code: 'bad-model' } });
  });

  it('stands beside files', async () => {
    const { report, exitCode } = await check('right.json', ...EXPR, '--gradient-expr', '2*x*y, x^2');
    expect(exitCode).toBe(0);
    expect(report.models.map(({ name }) => name)).toEqual(['right', 'x^2*y']);
  });

  it.each([
    [[], 'there is nothing to check'],
    [['--expr', 'x'], '--expr needs --at'],
    [['--at', 'x=1'], '--at goes with --expr'],
    [['--expr', 'x', '--at', 'x=1', '--gradient-expr', '1, 2'], '2 formulas for 1'],
  ])('refuses %j', async (args, message) => {
    const { exitCode, stderr, stdout } = await show(...args);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
    expect(stdout).toBe('');
  });
});

describe('matrices of mathjs in a module', () => {
  let report: CheckReport;
  beforeAll(async () => {
    report = (await check('matrix.ts')).report;
  });

  it('are leaves of their shape', () => {
    expect(parameterOf(modelOf(report, 'matrices'), 'A')).toMatchObject({ shape: [2, 2], checked: 4, pass: 4 });
    expect(modelOf(report, 'matrices').verdict).toBe('pass');
  });

  it('may have nested arrays for a gradient', () => {
    expect(modelOf(report, 'arrays').verdict).toBe('pass');
  });

  it('fail entry by entry', () => {
    expect(parameterOf(modelOf(report, 'wrong'), 'A').failures.map(({ index }) => index)).toEqual([
      [0, 1],
      [1, 0],
    ]);
  });

  it('are handed out anew for each call', () => {
    expect(modelOf(report, 'changed')).toMatchObject({
      verdict: 'pass',
      warnings: [{ code: 'mutated-input' }, { code: 'special-point' }],
    });
  });

  it.each([
    ['shape', 'shape-mismatch', 'the gradient of A'],
    ['bignumber', 'bad-params', 'found a BigNumber'],
    ['bignumbers', 'bad-params', 'a matrix that holds a BigNumber'],
  ])('%s: %s', (name, code, message) => {
    const { error } = modelOf(report, name);
    expect(error!.code).toBe(code);
    expect(error!.message).toContain(message);
  });
});

describe('mathjs', () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'formula-test-')));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is loaded for formulas only', async () => {
    for (const name of ['bin', 'dist', 'package.json'])
      cpSync(join(ROOT, name), join(folder, name), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    rmSync(join(folder, 'dist/mathjs.js'));
    const where = { cwd: ROOT, bin: join(folder, 'bin/gradcheck.js') };
    const module = await gradcheckJson(['test/fixtures/formula/plain.ts'], where);
    expect(module.exitCode).toBe(0);
    const formulas = await gradcheckJson(['test/fixtures/formula/right.json'], where);
    expect(modelOf(formulas.report).error!.message).toContain('mathjs.js');
  });
});
