import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { codesOf, gradcheck, gradcheckJson, modelOf, parameterOf } from './gradcheck.js';
import { validateReport } from './validate-report.js';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'check-test-')));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('exit code', () => {
  it.concurrent.each<[number, string, string[]]>([
    [0, 'all models pass', ['pair.ts', 'object.ts']],
    [0, 'a kink has a valid subgradient', ['kink.ts']],
    [0, 'a model sets process.exitCode', ['exit-code.ts']],
    [1, 'a gradient is wrong', ['wrong.ts']],
    [
      1,
      'a gradient is wrong beside an error and an undecided one',
      ['syntax.ts', 'sqrt-at-zero.ts', 'wrong.ts', 'pair.ts'],
    ],
    [2, 'a model cannot be checked', ['throws.ts']],
    [2, 'a file is missing', ['nowhere.ts']],
    [2, 'an error stands beside an undecided model', ['sqrt-at-zero.ts', 'nowhere.ts', 'pair.ts']],
    [3, 'a model is undecided beside one that passes', ['pair.ts', 'sqrt-at-zero.ts']],
    [0, 'a single entry is undecided', ['single-undecided.ts']],
    [3, 'a single entry is undecided and --strict', ['single-undecided.ts', '--strict']],
    [1, 'a gradient is wrong and --strict', ['wrong.ts', '--strict']],
    [0, 'nothing is undecided and --strict', ['pair.ts', '--strict']],
  ])('is %i when %s', async (expected, _when, args) => {
    const { exitCode, report } = await gradcheckJson(args);
    expect(exitCode).toBe(expected);
    expect(report.summary.verdict).toBe(['pass', 'fail', 'error', 'inconclusive'][expected]);
  });
});

describe('usage errors', () => {
  it.concurrent.each<[string, string[], RegExp]>([
    ['an unknown option', ['pair.ts', '--colour'], /unknown option '--colour'/],
    ['an unknown reporter', ['pair.ts', '--reporter', 'xml'], /no reporter named "xml".*pretty, json/s],
    ['no file', [], /files/],
    ['a negative tolerance', ['pair.ts', '--rtol', '-1'], /--rtol.*invalid/],
    ['a tolerance that is no number', ['pair.ts', '--atol', 'tiny'], /--atol.*invalid/],
    ['steps that are none', ['pair.ts', '--steps', '1e-3,0'], /--steps.*invalid/],
    ['a seed that is no whole number', ['pair.ts', '--seed', '1.5'], /--seed.*invalid/],
    ['a gradient style that is none', ['pair.ts', '--gradient-style', 'inplace'], /return, out/],
    ['a type that is none', ['pair.ts', '--dtype', 'float16'], /float64, float32/],
  ])('exit with 2, on stderr alone: %s', async (_what, args, message) => {
    const { exitCode, stdout, stderr } = await gradcheck(args);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(stdout).toBe('');
  });
});

describe('files', () => {
  it('that are missing, folders or globs without match each have a report', async () => {
    const { report } = await gradcheckJson(['nowhere.ts', '.', 'no-*.tsx', 'pair.ts']);
    expect(report.models.map(({ file, error }) => [file, error?.code])).toEqual([
      ['nowhere.ts', 'file-not-found'],
      ['.', 'file-not-found'],
      ['no-*.tsx', 'no-files'],
      ['pair.ts', undefined],
    ]);
    expect(modelOf(report, '.').error!.message).toBe('. is a directory');
  });

  it('of a glob are checked in order, each file once', async () => {
    const { report } = await gradcheckJson(['pair.ts', '{object,both,pair}.ts', './pair.ts']);
    expect(report.models.map((model) => model.file)).toEqual(['pair.ts', 'both.ts', 'object.ts']);
  });

  it('may hold several models: those after a wrong or broken one are checked too', async () => {
    const { report, exitCode } = await gradcheckJson(['suite.ts', 'exits.ts']);
    expect(report.models.map(({ name, verdict }) => [name, verdict])).toEqual([
      ['right', 'pass'],
      ['wrong', 'fail'],
      ['no gradient', 'error'],
      ['suite.ts [3]', 'pass'],
      ['before', 'pass'],
      ['exits', 'error'],
      ['after', 'pass'],
    ]);
    expect(modelOf(report, 'exits').error!.code).toBe('exited');
    expect(exitCode).toBe(1);
  });

  it('are named from the current folder', async () => {
    const { report } = await gradcheckJson(['../models/pair.ts'], { cwd: process.cwd() });
    expect(report.models[0].error!.code).toBe('file-not-found');
    const inside = await gradcheckJson(['test/fixtures/models/pair.ts'], { cwd: process.cwd() });
    expect(inside.report.models[0].file).toBe('test/fixtures/models/pair.ts');
  });
});

describe('names on the command line', () => {
  const names = ['--loss', 'energy', '--params', 'start'];

  it('choose the functions of a module that knows nothing of gradcheck', async () => {
    expect((await gradcheckJson(['physics.js', ...names, '--gradient', 'forces'])).exitCode).toBe(0);
    expect((await gradcheckJson(['physics.js', ...names, '--gradient', 'wrongForces'])).exitCode).toBe(1);
  });

  it('of a gradient that fills its second argument', async () => {
    const args = ['physics.js', ...names, '--gradient', 'forcesInto', '--gradient-style', 'out'];
    const { report, exitCode } = await gradcheckJson(args);
    expect(exitCode).toBe(0);
    expect(report.summary.pass).toBe(3);
  });

  it('of one that does so beside frozen parameters', async () => {
    const { report } = await gradcheckJson(['out-frozen.js', '--gradient-style', 'out']);
    expect(modelOf(report)).toMatchObject({ verdict: 'pass', checked: 2, warnings: [] });
  });

  it('that are misspelt are an error with a suggestion', async () => {
    const { report } = await gradcheckJson([
      'physics.js',
      '--params',
      'start',
      '--loss',
      'enrgy',
      '--gradient',
      'forces',
    ]);
    expect(modelOf(report).error).toMatchObject({
      code: 'missing-export',
      message: expect.stringContaining('no export `enrgy`'),
      hint: expect.stringContaining('--loss energy'),
    });
  });
});

describe('--only', () => {
  it('checks the parameters that match, and no others', async () => {
    const { report, exitCode } = await gradcheckJson(['layers.ts', '--only', 'layers[*].b']);
    expect(exitCode).toBe(0);
    const found = modelOf(report).points[0].parameters.map(({ path, checked, skipped }) => [path, checked, skipped]);
    expect(found).toEqual([
      ['layers[0].W', 0, 'not-selected'],
      ['layers[0].b', 1, undefined],
      ['layers[1].W', 0, 'not-selected'],
      ['layers[1].b', 1, undefined],
    ]);
    expect((await gradcheckJson(['layers.ts', '--only', 'layers[1]'])).exitCode).toBe(1);
  });

  it('that matches nothing is an error that lists the parameters', async () => {
    const { report, exitCode } = await gradcheckJson(['layers.ts', '--only', 'W']);
    expect(exitCode).toBe(2);
    expect(modelOf(report).error).toMatchObject({ code: 'usage', message: '--only W matches no parameter' });
    expect(modelOf(report).error!.hint).toContain('layers[0].W');
  });
});

describe('an explicit tolerance', () => {
  it('comes from the model, and the report says so', async () => {
    const model = modelOf((await gradcheckJson(['tolerance.ts'])).report);
    expect(model).toMatchObject({ verdict: 'pass', tolerance: { rtol: 0.05, atol: 0 } });
    expect(codesOf(model)).toEqual(['explicit-tolerance']);
    expect(parameterOf(model, 'w').worst!.reason).toBe('tolerance');
  });

  it.concurrent.each<[string[], number]>([
    [['--rtol', '1e-3'], 1],
    [['--rtol', '0.02'], 0],
    [['--atol', '1'], 0],
    [['--atol', '0.01'], 1],
    [['--atol', '0.021', '--rtol', '0.009'], 0],
    [['--rtol', '0'], 1],
  ])('of %j goes before the one of the model', async (args, expected) => {
    const { report, exitCode } = await gradcheckJson(['tolerance.ts', ...args]);
    expect(exitCode).toBe(expected);
    expect(codesOf(modelOf(report))).toEqual(['explicit-tolerance']);
    const given = (flag: string) => (args.includes(flag) ? Number(args[args.indexOf(flag) + 1]) : 0);
    expect(modelOf(report).tolerance).toEqual({ rtol: given('--rtol'), atol: given('--atol') });
  });

  it('of 0 takes the bound into account: a right gradient passes', async () => {
    expect((await gradcheckJson(['tree.ts', '--rtol', '0', '--atol', '0'])).exitCode).toBe(0);
  });
});

describe('--steps and --verbose', () => {
  const relativeSteps = (report: Awaited<ReturnType<typeof gradcheckJson>>['report']) =>
    new Set(parameterOf(modelOf(report), 'a').steps.map((step) => step.step));

  it('add rows to the table and leave the verdict alone', async () => {
    const plain = await gradcheckJson(['wrong.ts']);
    const table = await gradcheckJson(['wrong.ts', '--steps', '0.125,1e-3']);
    expect(table.exitCode).toBe(1);
    expect([...relativeSteps(table.report)]).toEqual(expect.arrayContaining([0.125, 1e-3]));
    expect([...relativeSteps(plain.report)]).not.toEqual(expect.arrayContaining([0.125, 1e-3]));
    const entries = ({ report }: typeof plain) =>
      modelOf(report).points[0].parameters.map(({ failures, verdict }) => ({ failures, verdict }));
    expect(entries(table)).toEqual(entries(plain));
  });

  it('stay inside the bounds', async () => {
    const { stderr, report } = await gradcheckJson(['bounds.ts', '--steps', '0.9,1e-2']);
    expect(stderr).not.toMatch(/OUTSIDE: loss/);
    expect(modelOf(report).verdict).toBe('pass');
  });

  it('show the matrix of errors over steps', async () => {
    const { stdout } = await gradcheck(['wrong.ts', '--verbose']);
    for (const step of ['0.01', '1e-5', '1e-8'])
      expect(stdout).toMatch(new RegExp(`^\\s+${step.replace('.', '\\.')}\\s+2\\b`, 'm'));
  });
});

describe('reporters', () => {
  it('write JSON to a file, in a folder that is made for it, and the table to stdout', async () => {
    const file = join(folder, 'deep', 'report.json');
    const { exitCode, stdout } = await gradcheck(['wrong.ts', '--reporter', 'pretty', '--reporter', `json=${file}`]);
    expect(stdout).toMatch(/FAIL/);
    expect(stdout).not.toContain('"schemaVersion"');
    expect(validateReport(readFileSync(file, 'utf8'), exitCode).models[0].file).toBe('wrong.ts');
  });

  it('keep stdout for the report, whatever models print', async () => {
    const { report, stderr } = await gradcheckJson(['prints.ts', 'throws-on-load.ts', 'exits-on-load.ts']);
    expect(report.models).toHaveLength(3);
    expect(stderr).toContain('printed while loading');
  });

  it('show the wrong entry, the place of an error with its source, and a command to repeat the run', async () => {
    const { stdout } = await gradcheck(['wrong.ts', 'throws.ts']);
    expect(stdout).toMatch(/a\[1\]/);
    expect(stdout).toMatch(/throws-helper\.ts:\d+:9/);
    expect(stdout).toMatch(/^\s*> \d+ \|\s+throw new RangeError/m);
    expect(stdout).toMatch(/replay: gradcheck wrong\.ts throws\.ts --seed 1$/m);
  });

  it('with --quiet leave out models that are right', async () => {
    const { stdout } = await gradcheck(['pair.ts', 'wrong.ts', '--quiet']);
    expect(stdout).not.toContain('pair.ts\n');
    expect(stdout).toMatch(/FAIL.*wrong\.ts/);
  });
});

describe('colours', () => {
  const ESCAPE = String.fromCharCode(27);
  it.each<[string, Record<string, string>, string[], boolean]>([
    ['not on a pipe', {}, [], false],
    ['with FORCE_COLOR', { FORCE_COLOR: '1' }, [], true],
    ['not with NO_COLOR', { NO_COLOR: '1', TERM: 'xterm-256color' }, [], false],
    ['not with --no-color', { FORCE_COLOR: '3' }, ['--no-color'], false],
  ])('are used: %s', async (_when, env, args, expected) => {
    const { stdout, stderr } = await gradcheck(['wrong.ts', ...args], { env });
    expect(stdout.includes(ESCAPE)).toBe(expected);
    expect(stderr).toBe('');
  });

  it('are never used in JSON', async () => {
    const { text } = await gradcheckJson(['wrong.ts'], { env: { FORCE_COLOR: '3' } });
    expect(text).not.toContain(ESCAPE);
  });
});

describe('the same seed', () => {
  const withoutDurations = (text: string) => text.replaceAll(/"durationMs": [\d.e+-]+/g, '"durationMs": 0');
  const files = ['dropout.ts', 'wrong.ts', 'tree.ts', 'nondeterministic.ts', 'suite.ts', 'float32.ts', 'throws.ts'];

  it('gives the same bytes, durations aside', async () => {
    const [first, second] = await Promise.all([gradcheckJson(files), gradcheckJson(files)]);
    expect(withoutDurations(second.text)).toBe(withoutDurations(first.text));
    expect(first.text).toContain('"durationMs"');
  });

  it('is one of many: another one gives another stream, and stands in the report', async () => {
    const [first, other] = await Promise.all([
      gradcheckJson(['dropout.ts']),
      gradcheckJson(['dropout.ts', '--seed', '2']),
    ]);
    expect([first.report.seed, other.report.seed]).toEqual([1, 2]);
    expect(other.exitCode).toBe(0);
    expect(modelOf(other.report).loss).not.toBe(modelOf(first.report).loss);
  });
});

describe('help and version', () => {
  it('are printed to stdout with exit code 0', async () => {
    const [help, version] = await Promise.all([gradcheck(['--help']), gradcheck(['--version'])]);
    expect(help).toMatchObject({ exitCode: 0, stderr: '' });
    expect(help.stdout).toContain('gradcheck');
    expect(version).toEqual({ exitCode: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/), stderr: '' });
  });
});
