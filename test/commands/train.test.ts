import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gradcheck } from './gradcheck.js';
import { briefly, runJson } from './training-json.js';
import { RIGHT, userFiles } from './user-files.js';

const QUADRATIC = `export const params = { a: [1, 1], b: 1 };
export const loss = ({ a, b }) => 0.5 * (a[0] ** 2 + 0.5 * a[1] ** 2 + 0.1 * b ** 2);
export const gradient = ({ a, b }) => ({ a: [a[0], 0.5 * a[1]], b: 0.1 * b });
`;

const ROWS = `export const data = Array.from({ length: 40 }, (_, i) => ({ x: Math.sin(i), y: 2 * Math.sin(i) + 0.1 * Math.cos(7 * i) }));
export const params = { w: [0], b: 0.5 };
export const loss = ({ w, b }, rows) => rows.reduce((s, { x, y }) => s + (w[0] * x + b - y) ** 2, 0) / rows.length;
export const gradient = ({ w, b }, rows) => {
  const g = { w: [0], b: 0 };
  for (const { x, y } of rows) {
    const e = (2 * (w[0] * x + b - y)) / rows.length;
    g.w[0] += e * x;
    g.b += e;
  }
  return g;
};
`;

describe('gradcheck train', () => {
  it('trains as the formula says, and reports it', async () => {
    const cwd = userFiles({ 'model.ts': QUADRATIC });
    const { report, exitCode } = await runJson('train', ['model.ts', '--lr', '0.5', '--steps', '20'], cwd);
    expect(exitCode).toBe(0);
    expect(report).toMatchObject({ file: 'model.ts', seed: 1, summary: { verdict: 'pass' }, warnings: [] });
    const { training } = report;
    expect(training).toMatchObject({ steps: 20, initialLoss: 0.8, optimizer: { name: 'sgd', lr: 0.5 }, alarms: [] });
    const expected = 0.5 * (0.5 ** 40 + 0.5 * 0.75 ** 40 + 0.1 * 0.95 ** 40);
    expect(training!.finalLoss).toBeCloseTo(expected, 12);
    expect(training!.gradientNorm.max).toBeCloseTo(Math.hypot(1, 0.5, 0.1), 12);
    expect(training!.series.step).toHaveLength(20);
    expect(Object.keys(training!.series.params)).toEqual(['a', 'b']);
  });

  it.each(['momentum', 'nesterov', 'adagrad', 'rmsprop', 'adam', 'adamw', 'lbfgs'])(
    'lowers the loss with %s',
    async (name) => {
      const cwd = userFiles({ 'model.ts': QUADRATIC });
      const { report } = await runJson('train', ['model.ts', '--optimizer', name, '--lr', '0.1', '--steps', '60'], cwd);
      expect(report.training!.optimizer.name).toBe(name);
      expect(report.training!.finalLoss).toBeLessThan(0.2);
    },
  );

  it('tells a learning rate that is too large, by exit code 1', async () => {
    const cwd = userFiles({ 'model.ts': QUADRATIC });
    const { report, exitCode } = await runJson('train', ['model.ts', '--lr', '3', '--steps', '40'], cwd);
    expect(exitCode).toBe(1);
    expect(report.summary.verdict).toBe('fail');
    expect(briefly(report).some((alarm) => alarm.startsWith('exploding error'))).toBe(true);
    expect(briefly(report)).toContain('oscillation warn 26');
    const { exitCode: never } = await runJson(
      'train',
      ['model.ts', '--lr', '3', '--steps', '40', '--fail-on', 'never'],
      cwd,
    );
    expect(never).toBe(0);
  });

  it('traces a NaN to the line where it was born', async () => {
    const cwd = userFiles({
      'model.ts': `export const params = { x: 1, y: 1 };
export const loss = ({ x, y }) => {
  const inner = x + y - 2;
  return Math.log(inner + 1);
};
export const gradient = ({ x, y }) => ({ x: 1 / (x + y - 1), y: 1 / (x + y - 1) });
`,
    });
    const { report, exitCode } = await runJson('train', ['model.ts', '--lr', '0.5', '--steps', '10'], cwd);
    expect(exitCode).toBe(1);
    const [alarm, ofGradient] = report.training!.alarms;
    expect(alarm).toMatchObject({ code: 'non-finite', level: 'error', step: 1, value: '-Infinity' });
    expect(alarm.location).toMatchObject({ file: 'model.ts', line: 4, text: 'Math.log(inner + 1)' });
    expect(alarm.message).toContain('makes -Infinity of 0');
    expect(ofGradient).toMatchObject({ parameter: 'x', location: { line: 6 } });
    expect(report.warnings.map(({ code }) => code)).toEqual(['non-finite-weights']);
  });

  it('names the saturated activation that makes a gradient vanish', async () => {
    const cwd = userFiles({
      'model.ts': `export const params = { w: [1] };
export const loss = ({ w }) => (Math.tanh(10 * w[0]) - 0.5) ** 2;
export const gradient = ({ w }) => ({ w: [20 * (Math.tanh(10 * w[0]) - 0.5) * (1 - Math.tanh(10 * w[0]) ** 2)] });
`,
    });
    const { report, exitCode } = await runJson('train', ['model.ts', '--steps', '25'], cwd);
    expect(exitCode).toBe(0);
    const alarm = report.training!.alarms.find(({ code }) => code === 'vanishing')!;
    expect(alarm).toMatchObject({ step: 19, parameter: 'w', location: { line: 2, text: 'Math.tanh(10 * w[0])' } });
    expect(alarm.message).toContain('in 100 % of its calls it is saturated');
  });

  it('takes batches of the data, the same for the same seed', async () => {
    const cwd = userFiles({ 'model.ts': ROWS });
    const run = (...args: string[]) => runJson('train', ['model.ts', '--batch-size', '8', '--lr', '0.1', ...args], cwd);
    const [first, again, other] = [await run(), await run(), await run('--seed', '2')];
    const withoutTimes = (text: string) => text.replace(/"(durationMs|overhead)": .*/g, '');
    expect(withoutTimes(again.text)).toBe(withoutTimes(first.text));
    expect(other.report.training!.finalLoss).not.toBe(first.report.training!.finalLoss);
    expect(first.report.training!.finalLoss).toBeLessThan(0.01);
    // Of all data, not of the last batch.
    expect(first.report.training!.initialLoss).toBeGreaterThan(1);
  });

  it('goes on from a checkpoint as if it had not been left, to the last bit', async () => {
    const cwd = userFiles({ 'model.ts': ROWS });
    const run = (name: string, steps: number, ...args: string[]) =>
      runJson(
        'train',
        [
          'model.ts',
          '--optimizer',
          'adam',
          '--batch-size',
          '7',
          '--clip-percentile',
          '60',
          '--steps',
          String(steps),
        ].concat(['--log', `${name}.jsonl`, '--checkpoint', `${name}.ck`, '--checkpoint-every', '10', ...args]),
        cwd,
      );
    const whole = await run('whole', 60);
    await run('parts', 25, '--resume');
    // What a run wrote after its last checkpoint is written again.
    writeFileSync(
      join(cwd, 'parts.jsonl'),
      `${readFileSync(join(cwd, 'parts.jsonl'), 'utf8')}{"step":25,"loss":9}\n{"st`,
    );
    const parts = await run('parts', 60, '--resume');
    const file = (name: string) => readFileSync(join(cwd, name), 'utf8');
    expect(file('parts.jsonl')).toBe(file('whole.jsonl'));
    expect(file('parts.ck')).toBe(file('whole.ck'));
    expect({ ...parts.report.training, overhead: 0 }).toEqual({ ...whole.report.training, overhead: 0 });
    const { report, exitCode } = await runJson('train', ['model.ts', '--checkpoint', 'whole.ck', '--resume'], cwd);
    expect(exitCode).toBe(2);
    expect(report.error).toMatchObject({ code: 'usage', message: expect.stringContaining('another run') as string });
    // Nothing was trained: nothing is said of a run.
    expect(report).not.toHaveProperty('training');
  });

  it.each<[string, (text: string) => string]>([
    ['breaks off', (text) => text.slice(0, 300)],
    ['is empty', () => ''],
    ['has another number', (text) => text.replace('"step":5', '"step":4')],
    ['has another bit', (text) => text.replace(/(?<="\$float64":"...)[A-Z]/, (letter) => letter.toLowerCase())],
  ])('refuses a checkpoint that %s', async (_, change) => {
    const cwd = userFiles({ 'model.ts': QUADRATIC });
    const args = ['model.ts', '--optimizer', 'adam', '--steps', '5', '--checkpoint', 'run.ck'];
    await gradcheck(['train', ...args], { cwd });
    const whole = readFileSync(join(cwd, 'run.ck'), 'utf8');
    expect(change(whole)).not.toBe(whole);
    writeFileSync(join(cwd, 'run.ck'), change(whole));
    const { report, exitCode } = await runJson('train', [...args, '--resume'], cwd);
    expect([exitCode, report.error!.message]).toEqual([2, expect.stringMatching(/cannot be read: it is not one that/)]);
  });

  it('makes no step more where the weights of a checkpoint are not finite', async () => {
    const cwd = userFiles({ 'model.ts': QUADRATIC });
    const args = ['model.ts', '--lr', '1e200', '--checkpoint', 'run.ck', '--resume'];
    const first = await runJson('train', args, cwd);
    const second = await runJson('train', args, cwd);
    expect(first.report.warnings[0].code).toBe('non-finite-weights');
    expect({ ...second.report.training, overhead: 0 }).toEqual({ ...first.report.training, overhead: 0 });
  });

  it('writes a log that monitor reads to the same alarms', async () => {
    const cwd = userFiles({ 'model.ts': QUADRATIC });
    const trained = await runJson('train', ['model.ts', '--lr', '3', '--steps', '40', '--log', 'logs/run.jsonl'], cwd);
    const monitored = await runJson('monitor', ['logs/run.jsonl'], cwd);
    expect(briefly(monitored.report)).toEqual(briefly(trained.report));
    expect(monitored.report.training!.gradientNorm).toEqual(trained.report.training!.gradientNorm);
    expect(monitored.report.training!.series).toEqual(trained.report.training!.series);
  });

  it('keeps frozen parameters and bounds', async () => {
    const model =
      QUADRATIC.replace(', b: 0.1 * b', '') + "export const frozen = ['b'];\nexport const bounds = { a: [0.75, 2] };\n";
    const cwd = userFiles({ 'model.ts': model });
    const { report } = await runJson('train', ['model.ts', '--lr', '0.5', '--optimizer', 'adamw'], cwd);
    expect(report.training!.finalLoss).toBeCloseTo(0.5 * (0.75 ** 2 + 0.5 * 0.75 ** 2 + 0.1), 12);
    expect(Object.keys(report.training!.series.params)).toEqual(['a']);
  });

  it('clips, and says how often', async () => {
    const cwd = userFiles({ 'model.ts': QUADRATIC });
    const { report } = await runJson('train', ['model.ts', '--lr', '0.1', '--clip-norm', '0.1', '--steps', '30'], cwd);
    expect(report.training!.clipping).toMatchObject({ method: 'norm 0.1', share: 1, steps: 30 });
    expect(briefly(report)).toEqual(['clipping note 29']);
  });

  it.each(['train', 'optimizers'] as const)('%s takes one model', async (command) => {
    const model = (name: string) =>
      `{ name: '${name}', params: { x: 1 }, loss: (p) => p.x ** 2, gradient: (p) => ({ x: 2 * p.x }) }`;
    const cwd = userFiles({ 'suite.ts': `export default [${model('first')}, ${model('second')}];` });
    const { report, exitCode } = await runJson(command, ['suite.ts'], cwd);
    expect(exitCode).toBe(2);
    expect(report.error).toMatchObject({
      code: 'usage',
      message: 'the file holds 2 models, first, second: this takes one',
    });
  });

  it('trains formulas', async () => {
    const cwd = userFiles({ 'f.json': '{"params":{"x":1},"loss":"x^2","gradient":{"x":"2x"}}' });
    const { report } = await runJson('train', ['f.json', '--lr', '0.25', '--steps', '2'], cwd);
    expect(report.training!.finalLoss).toBeCloseTo(0.0625, 12);
  });

  it('reports what was trained until the model threw', async () => {
    const cwd = userFiles({
      'model.ts': QUADRATIC.replace('=> 0.5', '=> { if (b < 0.99) throw new Error("too low"); return 0.5').replace(
        'b ** 2);',
        'b ** 2); };',
      ),
    });
    const { report, exitCode } = await runJson('train', ['model.ts', '--lr', '0.05'], cwd);
    expect(exitCode).toBe(2);
    expect(report.error).toMatchObject({ code: 'user-error', location: { line: 2 } });
    expect(report.training!.steps).toBeGreaterThan(0);
  });

  it.each<[string, string[], RegExp]>([
    ['a file that is not there', ['none.ts'], /file-not-found/],
    ['an optimizer that is none', ['model.ts', '--optimizer', 'adm'], /expected one of sgd/],
    ['a rate that is none', ['model.ts', '--lr', '-1'], /expected a number/],
    ['batches for L-BFGS', ['model.ts', '--optimizer', 'lbfgs', '--batch-size', '4'], /lbfgs takes all data/],
    ['a checkpoint that is a folder', ['model.ts', '--checkpoint', '.', '--resume'], /checkpoint \. cannot be read/],
    ['a checkpoint that is not named', ['model.ts', '--resume'], /--resume says of no checkpoint/],
    ['a log that cannot be written', ['model.ts', '--log', 'model.ts/run.jsonl'], /cannot be written/],
  ])('refuses %s', async (_, args, message) => {
    const { exitCode, stderr } = await gradcheck(['train', ...args], { cwd: userFiles({ 'model.ts': RIGHT }) });
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(message);
  });

  it.each(['[]', '{ x: [], y: [] }'])('refuses batches of %s', async (data) => {
    const cwd = userFiles({ 'model.ts': `${QUADRATIC}export const data = ${data};\n` });
    const { report, exitCode } = await runJson('train', ['model.ts', '--batch-size', '4'], cwd);
    expect([exitCode, report.error!.code]).toEqual([2, 'bad-model']);
  });

  it('refuses batches where data has no rows', async () => {
    const { report, exitCode } = await runJson(
      'train',
      ['model.ts', '--batch-size', '4'],
      userFiles({ 'model.ts': RIGHT }),
    );
    expect([exitCode, report.error!.code]).toEqual([2, 'bad-model']);
  });

  it('prints curves, a row for each parameter, and the alarms', async () => {
    const cwd = userFiles({ 'model.ts': QUADRATIC });
    const { stdout, stderr } = await gradcheck(['train', 'model.ts', '--lr', '3', '--steps', '40'], {
      cwd,
      env: { LC_ALL: 'C.UTF-8' },
    });
    expect(stdout).toMatch(/✗ FAIL {2}model\.ts\n {2}40 steps · loss 0\.8 → /);
    expect(stdout).toMatch(/┤/);
    expect(stdout).toMatch(/parameter +\|g\| first +median +last +update\/weight +curve\n/);
    expect(stdout).toMatch(/✗ exploding at step \d+ in a\n/);
    expect(stdout).toMatch(/alarms: \d+ errors?, \d+ warnings\n {2}what it means: gradcheck explain exploding\n$/);
    expect(stderr).toMatch(/^step 0 of 40 · loss 0\.8/);
    expect(Math.max(...stdout.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(80);
    const narrow = await gradcheck(['train', 'model.ts', '--lr', '3', '--steps', '40'], {
      cwd,
      env: { COLUMNS: '40' },
    });
    expect(Math.max(...narrow.stdout.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(40);
    expect(narrow.stdout).toMatch(/parameter +\S.*curve\n/);
  });
});
