import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gradcheck, gradcheckJson } from './gradcheck.js';
import { RIGHT, SLIGHTLY_WRONG, userFiles, WRONG } from './user-files.js';

const filesOf = ({ report }: Awaited<ReturnType<typeof gradcheckJson>>) => report.models.map(({ file }) => file);

describe('a configuration', () => {
  const LENIENT = { rtol: 0.01 };
  it.each<[string, string]>([
    [
      'gradcheck.config.ts',
      `import { defineConfig, type Config } from 'gradcheck';
      import { rtol } from './tolerances';
      const config: Config = { rtol };
      export default defineConfig(config);`,
    ],
    ['gradcheck.config.mts', `export default await Promise.resolve(${JSON.stringify(LENIENT)});`],
    ['gradcheck.config.js', `export default ${JSON.stringify(LENIENT)};`],
    ['gradcheck.config.cjs', `module.exports = ${JSON.stringify(LENIENT)};`],
    ['gradcheck.config.json', JSON.stringify(LENIENT)],
    ['package.json', JSON.stringify({ name: 'x', gradcheck: LENIENT })],
  ])('is read from %s', async (name, text) => {
    const cwd = userFiles({
      'deep/er/model.js': SLIGHTLY_WRONG,
      [name]: text,
      'tolerances.ts': 'export const rtol = 0.01;',
    });
    expect((await gradcheckJson(['deep/er/model.js'], { cwd })).exitCode).toBe(0);
    expect((await gradcheckJson(['model.js'], { cwd: join(cwd, 'deep/er') })).exitCode).toBe(0);
    expect((await gradcheckJson(['deep/er/model.js', '--rtol', '1e-6'], { cwd })).exitCode).toBe(1);
  });

  it('is no model, even where a glob matches it', async () => {
    const cwd = userFiles({ 'model.js': RIGHT, 'gradcheck.config.js': "export default { files: '*.js' };" });
    const run = await gradcheckJson([], { cwd });
    expect([run.exitCode, filesOf(run)]).toEqual([0, ['model.js']]);
  });

  it('leaves stdout to the report, whatever it prints', async () => {
    const cwd = userFiles({
      'model.js': RIGHT,
      'gradcheck.config.js': "console.log('from the configuration'); export default {};",
    });
    const { exitCode, report, stderr } = await gradcheckJson(['model.js'], { cwd });
    expect([exitCode, report.summary.verdict]).toEqual([0, 'pass']);
    expect(stderr).toContain('from the configuration');
  });

  it('is searched from the model upward: the nearest counts, for its own models', async () => {
    const cwd = userFiles({
      'gradcheck.config.json': '{ "rtol": 0.01 }',
      'a/model.js': SLIGHTLY_WRONG,
      'b/model.js': SLIGHTLY_WRONG,
      'b/package.json': '{ "name": "b", "gradcheck": {} }',
    });
    const { report } = await gradcheckJson(['a/model.js', 'b/model.js'], { cwd });
    expect(report.models.map(({ verdict }) => verdict)).toEqual(['pass', 'fail']);
  });

  it('of the first model counts for a run from elsewhere', async () => {
    const cwd = userFiles({ 'a/gradcheck.config.json': '{ "seed": 7 }', 'a/model.js': RIGHT, 'elsewhere/x': '' });
    const { report } = await gradcheckJson(['../a/model.js'], { cwd: join(cwd, 'elsewhere') });
    expect(report.seed).toBe(7);
  });

  it('may be named', async () => {
    const cwd = userFiles({
      'gradcheck.config.json': '{ "seed": 7 }',
      'other.json': '{ "seed": 9 }',
      'model.js': RIGHT,
    });
    expect((await gradcheckJson(['model.js', '--config', 'other.json'], { cwd })).report.seed).toBe(9);
    expect((await gradcheckJson(['model.js'], { cwd, env: { GRADCHECK_CONFIG: 'other.json' } })).report.seed).toBe(9);
    const { exitCode, stderr } = await gradcheck(['model.js', '--config', 'nowhere.ts'], { cwd });
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(/there is no configuration nowhere\.ts \(config\)/)]);
  });
});

describe('files', () => {
  const FILES = {
    'gradcheck.config.js': "export default { files: ['src/**/*.model.js', '!src/old/**'] };",
    'src/a.model.js': RIGHT,
    'src/deep/b.model.js': WRONG,
    'src/old/c.model.js': WRONG,
    'src/node_modules/d.model.js': WRONG,
    'src/other.js': 'throw new Error();',
  };

  it('of a configuration are checked when none are named', async () => {
    const cwd = userFiles(FILES);
    expect(filesOf(await gradcheckJson([], { cwd }))).toEqual(['src/a.model.js', 'src/deep/b.model.js']);
    expect(filesOf(await gradcheckJson([], { cwd: join(cwd, 'src') }))).toEqual(['a.model.js', 'deep/b.model.js']);
  });

  it('that are named count alone', async () => {
    expect(filesOf(await gradcheckJson(['src/a.model.js'], { cwd: userFiles(FILES) }))).toEqual(['src/a.model.js']);
  });

  it('that match nothing are an error', async () => {
    const cwd = userFiles({ 'gradcheck.config.json': '{ "files": "models/*.ts" }' });
    const { report, exitCode } = await gradcheckJson([], { cwd });
    expect([exitCode, report.models[0].error!.code]).toEqual([2, 'no-files']);
  });

  it('are asked for where nobody names any', async () => {
    const { exitCode, stdout, stderr } = await gradcheck([], { cwd: userFiles({}) });
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/nothing to check \(usage\)\n.*\n {4}gradcheck model\.ts\n/);
  });

  it('named on the command line may be taken out of a glob', async () => {
    const { report } = await gradcheckJson(['src/**/*.model.js', '!**/old/**'], { cwd: userFiles(FILES) });
    expect(report.models.map(({ file }) => file)).toEqual(['src/a.model.js', 'src/deep/b.model.js']);
  });
});

describe('overrides', () => {
  it('give single files their own options, later ones first', async () => {
    const cwd = userFiles({
      'gradcheck.config.json': JSON.stringify({
        rtol: 1e-6,
        overrides: [
          { files: ['lenient/**', '!**/never.js'], rtol: 0.01 },
          { files: '**/strict.js', rtol: 1e-5 },
        ],
      }),
      'plain.js': SLIGHTLY_WRONG,
      'lenient/model.js': SLIGHTLY_WRONG,
      'lenient/never.js': SLIGHTLY_WRONG,
      'lenient/strict.js': SLIGHTLY_WRONG,
    });
    const files = ['plain.js', 'lenient/model.js', 'lenient/never.js', 'lenient/strict.js'];
    const { report } = await gradcheckJson(files, { cwd });
    expect(report.models.map(({ file, tolerance }) => [file, tolerance!.rtol])).toEqual([
      ['plain.js', 1e-6],
      ['lenient/model.js', 0.01],
      ['lenient/never.js', 1e-6],
      ['lenient/strict.js', 1e-5],
    ]);
    const flag = await gradcheckJson([...files, '--rtol', '0.1'], { cwd });
    expect(new Set(flag.report.models.map(({ tolerance }) => tolerance!.rtol))).toEqual(new Set([0.1]));
  });
});

describe('other commands', () => {
  const CONFIG = {
    seed: 7,
    reporter: ['pretty', 'junit=gradients.xml'],
    timeout: 5,
    only: 'params',
    train: { optimizer: 'adam', lr: 0.05, steps: 20, reporter: 'json=train.json' },
    hessian: { seed: 8, timeout: 50 },
    optimizers: { lrGrid: { lo: 1e-3, hi: 1, count: 4 }, evaluations: 30, only: ['sgd', 'adam'] },
    data: { failOn: 'warn', target: 'y' },
    monitor: { failOn: 'never' },
    overrides: [{ files: '*.js', timeout: 6 }],
  };
  const FILES = { 'gradcheck.config.json': JSON.stringify(CONFIG), 'model.js': RIGHT, 'a.csv': 'x,y\n1,2\n2,3\n3,5\n' };

  it.each<[command: string, file: string, options: object, missing: string[]]>([
    ['diff', 'model.js', { seed: 7, only: 'params' }, ['reporter', 'timeout']],
    ['hessian', 'model.js', { seed: 8, timeout: 50, only: 'params' }, ['reporter']],
    ['train', 'model.js', { seed: 7, optimizer: 'adam', lr: 0.05, steps: 20 }, ['timeout', 'only']],
    ['optimizers', 'model.js', { seed: 7, evaluations: 30, only: ['sgd', 'adam'] }, ['reporter', 'timeout']],
    ['data', 'a.csv', { seed: 7, timeout: 5, target: 'y', failOn: 'warn' }, ['reporter', 'only']],
    ['monitor', '-', { failOn: 'never' }, ['seed', 'reporter']],
  ])('have what they share with a check, and their own section: %s', async (command, file, expected, missing) => {
    const { stdout, exitCode } = await gradcheck([command, file, '--print-config'], { cwd: userFiles(FILES) });
    expect(exitCode).toBe(0);
    const { options } = JSON.parse(stdout);
    expect(options).toMatchObject(expected);
    for (const name of missing) expect(options).not.toHaveProperty(name);
  });

  it('follow it: the flag before the environment, that before overrides, those before the section', async () => {
    const cwd = userFiles(FILES);
    const env = { GRADCHECK_TIMEOUT: '4' };
    const timeoutOf = async (args: string[], set: Record<string, string>) => {
      const { stdout } = await gradcheck(['hessian', 'model.js', '--print-config', ...args], { cwd, env: set });
      const { options, files } = JSON.parse(stdout);
      return files[0].options?.timeout ?? options.timeout;
    };
    expect(await timeoutOf([], {})).toBe(6);
    expect(await timeoutOf([], env)).toBe(4);
    expect(await timeoutOf(['--timeout', '3'], env)).toBe(3);
  });

  it('do what it says', async () => {
    const cwd = userFiles(FILES);
    expect((await gradcheck(['train', 'model.js'], { cwd })).stdout).toBe('');
    const { training, seed } = JSON.parse(readFileSync(join(cwd, 'train.json'), 'utf8'));
    expect([training.steps, training.optimizer.name, training.optimizer.lr, seed]).toEqual([20, 'adam', 0.05, 7]);
    const { stdout } = await gradcheck(['optimizers', 'model.js', '--reporter', 'json'], { cwd });
    expect(JSON.parse(stdout).optimizers.map(({ name }: { name: string }) => name)).toEqual(['sgd', 'adam']);
    expect(existsSync(join(cwd, 'gradients.xml'))).toBe(false);
  });

  it.each<[string, object, RegExp]>([
    ['a slip of the pen', { train: { lrr: 1 } }, /no option `train\.lrr`[^]*did you mean `lr`/],
    ['an option of the call', { train: { log: 'a' } }, /`train\.log`[^]*--log <file\.jsonl> is for the command line/],
    ['one in the wrong place', { lr: 1 }, /no option `lr`[^]*belongs to gradcheck train: `train: \{ lr: … \}`/],
    ['a wrong value', { optimizers: { lrGrid: '1:2:3' } }, /`optimizers\.lrGrid` should be \{ lo, hi, count \}/],
    ['no section', { data: 3 }, /`data` should be an object, found number 3/],
  ])('tell what is wrong with it: %s', async (_what, config, message) => {
    const cwd = userFiles({ ...FILES, 'gradcheck.config.json': JSON.stringify(config) });
    const { exitCode, stderr } = await gradcheck(['train', 'model.js'], { cwd });
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(message)]);
  });
});

describe('precedence', () => {
  const FILES = { 'gradcheck.config.json': '{ "seed": 2, "strict": true, "diagnose": false }', 'model.js': RIGHT };

  it.each<[string, string[], Record<string, string>, number]>([
    ['configuration before default', [], {}, 2],
    ['environment before configuration', [], { GRADCHECK_SEED: '3' }, 3],
    ['flag before environment', ['--seed', '4'], { GRADCHECK_SEED: '3' }, 4],
    ['an empty variable is none', [], { GRADCHECK_SEED: '' }, 2],
  ])('%s', async (_what, args, env, seed) => {
    const cwd = userFiles(FILES);
    expect((await gradcheckJson(['model.js', ...args], { cwd, env })).report.seed).toBe(seed);
  });

  it('lets a flag undo what the configuration turned on or off', async () => {
    const cwd = userFiles(FILES);
    const args = ['model.js', '--print-config', '--no-strict', '--diagnose'];
    const { options } = JSON.parse((await gradcheck(args, { cwd })).stdout);
    expect(options).toMatchObject({ strict: false, diagnose: true });
  });

  it('is told by --print-config, which checks nothing', async () => {
    const cwd = userFiles({
      ...FILES,
      'gradcheck.config.json': JSON.stringify({
        seed: 2,
        files: '*.js',
        reporter: ['pretty', 'json=out/report.json'],
        overrides: [{ files: 'model.js', points: 3 }],
      }),
    });
    const env = { GRADCHECK_LOSS_ACCURACY: '1e-6', GRADCHECK_EDGE_CASES: 'yes' };
    const { stdout, exitCode } = await gradcheck(['--print-config', '--steps', '1e-3,1e-5'], { cwd, env });
    expect(exitCode).toBe(0);
    const shown = JSON.parse(stdout);
    expect(shown).toMatchObject({
      configFile: 'gradcheck.config.json',
      options: {
        seed: 2,
        steps: [1e-3, 1e-5],
        lossAccuracy: 1e-6,
        edgeCases: true,
        reporter: ['pretty', `json=${join(cwd, 'out/report.json')}`],
      },
      origins: {
        seed: 'config',
        steps: 'flag',
        lossAccuracy: 'environment GRADCHECK_LOSS_ACCURACY',
        gradientStyle: 'default',
      },
      files: [{ file: 'model.js', options: { points: 3 }, origins: { points: 'config overrides[0]' } }],
    });
    expect(existsSync(join(cwd, 'out'))).toBe(false);
  });

  it('holds for reporters; their files belong to the folder of the configuration', async () => {
    const cwd = userFiles({
      'gradcheck.config.json': '{ "reporter": ["json", "tap=reports/gradients.tap"] }',
      'a/model.js': RIGHT,
    });
    const { stdout } = await gradcheck(['model.js'], { cwd: join(cwd, 'a') });
    expect(JSON.parse(stdout).summary.verdict).toBe('pass');
    expect(readFileSync(join(cwd, 'reports/gradients.tap'), 'utf8')).toMatch(/^TAP version 14/);
    const env = { GRADCHECK_REPORTER: 'markdown,json=b.json' };
    expect((await gradcheck(['a/model.js'], { cwd, env })).stdout).toMatch(/^## ✓/);
    expect(existsSync(join(cwd, 'b.json'))).toBe(true);
  });
});

describe('a broken configuration', () => {
  it.each<[what: string, name: string, text: string, message: RegExp, place: string]>([
    ['does not parse', 'gradcheck.config.ts', 'export default {\n  seed: ;\n};', /Unexpected ";"/, '2:9'],
    ['is no JSON', 'gradcheck.config.json', '{\n  "seed": 1,\n}', /expected a key/, '3:1'],
    ['is no JSON in package.json', 'package.json', '{ "gradcheck": [] }', /should be an object, found/, '1:1'],
    ['throws', 'gradcheck.config.js', 'const a = 1;\nthrow new RangeError("no");', /RangeError: no/, '2:7'],
    ['has no default export', 'gradcheck.config.js', 'export const seed = 1;', /no default export/, '1:1'],
    ['is no object', 'gradcheck.config.js', 'export default 3;', /should be an object, found/, '1:1'],
    [
      'has a misspelt option',
      'gradcheck.config.ts',
      'export default {\n  sed: 1,\n};',
      /`sed`.*\n.*\n[^]*did you mean `seed`/,
      '2:3',
    ],
    [
      'has a value of the wrong kind',
      'gradcheck.config.json',
      '{\n "rtol": "1e-3" }',
      /`rtol` should be a number ≥ 0/,
      '2:2',
    ],
    [
      'has an option for the call',
      'gradcheck.config.json',
      '{ "expr": "x" }',
      /--expr <formula> is for the command line/,
      '1:3',
    ],
    [
      'has a misplaced option',
      'gradcheck.config.json',
      '{ "overrides": [{ "files": "a", "seed": 1 }] }',
      /`overrides\[0\]\.seed`[^]*holds for the run as a whole/,
      '1:33',
    ],
    [
      'overrides nothing',
      'gradcheck.config.json',
      '{ "overrides": [{ "rtol": 1 }] }',
      /`overrides\[0\]` says no files/,
      '1:3',
    ],
    [
      'overrides without a list',
      'gradcheck.config.json',
      '{ "overrides": {} }',
      /`overrides` should be an array/,
      '1:3',
    ],
    [
      'imports what is not there',
      'gradcheck.config.ts',
      "import './nowhere.js';\nexport default {};",
      /resolve "\.\/nowhere\.js"/,
      '1:8',
    ],
  ])('that %s is an error with its place', async (_what, name, text, message, place) => {
    const cwd = userFiles({ [name]: text, 'model.js': RIGHT });
    const { exitCode, stdout, stderr } = await gradcheck(['model.js'], { cwd });
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/^error: .*\(config\)$/m);
    expect(stderr).toContain(`at ${name}:${place}`);
    expect(stderr).not.toMatch(/^\s+at .*node_modules/m);
  });

  it.each<[does: string, text: string, message: RegExp]>([
    ['ends the process', 'process.exit(0); export default {};', /would end the process \(exit code 0\)/],
    ['never settles', 'await new Promise(() => {}); export default {};', /waits for a promise that never settles/],
    [
      'takes all memory',
      'const all = []; for (;;) all.push(new Array(1e5).fill(1));',
      /took more than 512 MB of memory/,
    ],
    ['never ends', 'for (;;);', /took longer than 10 s to load, and was ended/],
    ['holds code', 'export default { seed: () => 3 };', /`seed` should be a whole number ≥ 0, found a function/],
    ['moves elsewhere', "process.chdir('/'); export default {};", /process\.chdir\(\) is not supported/],
  ])(
    'that %s is ended, and told',
    async (_does, text, message) => {
      const cwd = userFiles({ 'gradcheck.config.js': text, 'model.js': RIGHT });
      const { exitCode, stdout, stderr } = await gradcheck(['model.js'], { cwd });
      expect([exitCode, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(message);
      expect(stderr).toContain('at gradcheck.config.js:1:');
    },
    30_000,
  );

  it('that leaves a timer behind keeps nothing waiting', async () => {
    const text = 'setInterval(() => {}, 1000); export default { seed: 9 };';
    const cwd = userFiles({ 'gradcheck.config.js': text, 'model.js': RIGHT });
    expect((await gradcheckJson(['model.js'], { cwd })).report.seed).toBe(9);
  });

  it.each<[string, Record<string, string>, RegExp]>([
    ['a number', { GRADCHECK_RTOL: 'tiny' }, /GRADCHECK_RTOL=tiny, expected a number ≥ 0/],
    ['a choice', { GRADCHECK_DTYPE: 'float16' }, /GRADCHECK_DTYPE=float16, expected one of float64, float32/],
    ['a flag', { GRADCHECK_STRICT: 'maybe' }, /GRADCHECK_STRICT=maybe, expected true or false/],
  ])('of the environment is an error: %s', async (_what, env, message) => {
    const { exitCode, stderr } = await gradcheck(['pair.ts'], { env });
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(message)]);
  });
});
