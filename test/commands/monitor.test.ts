import { execFileSync, spawn } from 'node:child_process';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/numdiff/index.js';
import { gradcheck, ROOT } from './gradcheck.js';
import { briefly, runJson } from './training-json.js';
import { userFiles } from './user-files.js';

/** A healthy run, but for what `change` makes of its steps. */
function writeLog(steps: number, change: (step: number, line: Record<string, unknown>) => unknown = () => {}): string {
  const random = createRandom(1);
  return Array.from({ length: steps }, (_, step) => {
    const grad = Math.exp(0.4 * (random() + random() + random() - 1.5));
    const line = {
      step: 100 + step,
      loss: 2 * Math.exp(-step / 100) + 0.1,
      lr: 0.01,
      params: { W: { grad, max: grad / 2, zeros: 0, nonfinite: 0, weight: 5, update: 0.01 * grad } },
    };
    change(step, line);
    return `${JSON.stringify(line)}\n`;
  }).join('');
}

describe('gradcheck monitor', () => {
  it('says nothing of a healthy run', async () => {
    const cwd = userFiles({ 'run.jsonl': writeLog(300) });
    const { report, exitCode } = await runJson('monitor', ['run.jsonl'], cwd);
    expect(exitCode).toBe(0);
    expect(report).toMatchObject({
      file: 'run.jsonl',
      summary: { verdict: 'pass' },
      training: { steps: 300, alarms: [], optimizer: { name: 'unknown' } },
    });
    expect(report.training!.initialLoss).toBeCloseTo(2.1, 12);
  });

  it('tells of a spike with the step of the log, and exits with 1', async () => {
    const spike = (step: number, line: { params?: unknown }) => step === 150 && (line.params = { W: { grad: 100 } });
    const cwd = userFiles({ 'run.jsonl': writeLog(300, spike) });
    const { report, exitCode } = await runJson('monitor', ['run.jsonl'], cwd);
    expect([exitCode, briefly(report)]).toEqual([1, ['exploding error 250 W']]);
    expect(report.training!.alarms[0].message).toMatch(/\d+ × the median of the last 100 steps; clip at [\d.]+/);
    expect((await runJson('monitor', ['run.jsonl', '--fail-on', 'never'], cwd)).exitCode).toBe(0);
  });

  it('fails on warnings where it is asked to', async () => {
    const dead = writeLog(60, (_, line) => (line.params = { W: { grad: 0 } }));
    const cwd = userFiles({ 'run.jsonl': dead });
    const { report, exitCode } = await runJson('monitor', ['run.jsonl'], cwd);
    expect([exitCode, briefly(report)]).toEqual([0, ['dead warn 119 W']]);
    expect((await runJson('monitor', ['run.jsonl', '--fail-on', 'warn'], cwd)).exitCode).toBe(1);
  });

  it('keeps NaN steps in sight, whatever way they are written', async () => {
    const lines = [
      '{"step":0,"loss":1,"params":{"W":{"grad":1}}}',
      '{"step":1,"loss":NaN,"params":{"W":{"grad":null,"nonfinite":3}}}',
    ];
    const { report } = await runJson('monitor', ['run.jsonl'], userFiles({ 'run.jsonl': lines.join('\n') }));
    expect(briefly(report)).toEqual(['non-finite error 1', 'non-finite error 1 W']);
    expect(report.training).toMatchObject({
      nonFiniteSteps: 1,
      finalLoss: 'NaN',
      series: { loss: [1, 'NaN'], norm: [1, 'NaN'] },
    });
  });

  it('survives lines that are none, and one that breaks off', async () => {
    const text = `what?\n${writeLog(30)}{"step":130,"lo`;
    const { report, exitCode } = await runJson('monitor', ['run.jsonl'], userFiles({ 'run.jsonl': text }));
    expect(exitCode).toBe(0);
    expect(report.training!.steps).toBe(30);
    expect(report.problems).toMatchObject({ count: 2, lines: [{ line: 1 }, { line: 32, problem: 'it breaks off' }] });
  });

  it('reads trainer_state.json and CSV', async () => {
    const history = Array.from({ length: 40 }, (_, i) => ({ step: 10 * i, loss: 1, grad_norm: i === 30 ? 50 : 1 }));
    const cwd = userFiles({
      'trainer_state.json': JSON.stringify({ log_history: history }, null, 2),
      'grad_norm.csv': `Wall time,Step,Value\n${history.map(({ step, grad_norm }) => `1.5e9,${step},${grad_norm}`).join('\n')}\n`,
    });
    for (const file of ['trainer_state.json', 'grad_norm.csv'])
      expect(briefly((await runJson('monitor', [file], cwd)).report)).toEqual(['exploding error 300']);
    expect(briefly((await runJson('monitor', ['grad_norm.csv', '--column', 'loss'], cwd)).report)).toEqual([]);
  });

  it.each<[string, string, RegExp]>([
    ['an empty file', '', /holds no line/],
    ['a file of something else', '<html>\n</html>\n', /line 1: it is not JSON/],
    ['a document without a history', '{\n "a": 1\n}\n', /without a list log_history/],
  ])('cannot read %s', async (_, text, message) => {
    const { report, exitCode } = await runJson('monitor', ['run.jsonl'], userFiles({ 'run.jsonl': text }));
    expect(exitCode).toBe(2);
    expect(report.error).toMatchObject({ code: 'empty-log', message: expect.stringMatching(message) as string });
  });

  it('writes on what it reads, keys that mean nothing here among them', async () => {
    const history = [
      { step: 1, loss: 2, epoch: 0.5 },
      { step: 1, eval_loss: 3 },
      { step: 2, loss: 1, epoch: 1 },
    ];
    const cwd = userFiles({ 'trainer_state.json': JSON.stringify({ log_history: history }) });
    const { exitCode } = await runJson('monitor', ['trainer_state.json', '--log', 'logs/run.jsonl'], cwd);
    expect(exitCode).toBe(0);
    const lines = readFileSync(join(cwd, 'logs/run.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
    expect(lines).toEqual([
      { step: 1, loss: 2, params: {}, epoch: 0.5 },
      { step: 2, loss: 1, params: {}, epoch: 1 },
    ]);
    const again = await runJson('monitor', ['logs/run.jsonl'], cwd);
    expect(again.report.training!.series.loss).toEqual([2, 1]);
  });

  it.skipIf(process.platform === 'win32')('reads a pipe that has a name', async () => {
    const cwd = userFiles({});
    execFileSync('mkfifo', [join(cwd, 'pipe')]);
    const ended = runJson('monitor', ['pipe'], cwd);
    await writeFile(join(cwd, 'pipe'), writeLog(40));
    expect((await ended).report.training!.steps).toBe(40);
  });

  it('tells of a file that is not there, and of a folder', async () => {
    const cwd = userFiles({ 'logs/run.jsonl': '' });
    expect((await runJson('monitor', ['none.jsonl'], cwd)).report.error!.code).toBe('file-not-found');
    const { stdout, exitCode } = await gradcheck(['monitor', 'logs'], { cwd });
    expect([exitCode, stdout]).toEqual([2, expect.stringMatching(/✗|X/)]);
  });

  it('takes a hundred thousand steps in seconds', async () => {
    const cwd = userFiles({ 'run.jsonl': writeLog(100_000) });
    const started = performance.now();
    const { report } = await runJson('monitor', ['run.jsonl'], cwd);
    expect(report.training!.steps).toBe(100_000);
    expect(report.training!.series.step.length).toBeLessThanOrEqual(512);
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});

describe('a log that goes on', () => {
  const start = (args: readonly string[], cwd: string) => {
    const child = spawn(process.execPath, [join(ROOT, 'bin/gradcheck.js'), 'monitor', ...args, '--reporter', 'json'], {
      cwd,
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    const ended = new Promise<{ code: number | null; report: Record<string, unknown> }>((resolve) =>
      child.on('close', (code) => resolve({ code, report: JSON.parse(stdout) as Record<string, unknown> })),
    );
    const until = async (pattern: RegExp): Promise<void> => {
      while (!pattern.test(stderr)) await new Promise((resolve) => setTimeout(resolve, 50));
    };
    return { child, ended, until };
  };

  it('is followed until it is interrupted, and begun anew where the file is', async () => {
    const cwd = userFiles({ 'run.jsonl': writeLog(30) });
    const path = join(cwd, 'run.jsonl');
    const { child, ended, until } = start(['run.jsonl', '--follow'], cwd);
    await until(/^step 100/);
    appendFileSync(path, '{"step":130,"loss":"NaN"');
    await new Promise((resolve) => setTimeout(resolve, 300));
    appendFileSync(path, '}\n');
    await until(/non-finite at step 130/);
    writeFileSync(path, '{"step":0,"loss":"Infinity"}\n');
    await new Promise((resolve) => setTimeout(resolve, 600));
    appendFileSync(path, '{"step":1,"loss":1}\n{"step":2,"loss":"NaN"}\n');
    await until(/non-finite at step 2/);
    // Written over with more than it held.
    writeFileSync(path, `{"step":3,"loss":1}\n${'{"step":4,"loss":1}\n'.repeat(5)}{"step":5,"loss":"NaN"}\n`);
    await until(/non-finite at step 5/);
    child.kill('SIGINT');
    const { code, report } = await ended;
    expect(code).toBe(130);
    expect(report).toMatchObject({ training: { steps: 41 }, error: { code: 'interrupted' } });
  });

  it('comes by standard input', async () => {
    const { child, ended } = start(['-'], userFiles({}));
    child.stdin.end(writeLog(40));
    const { code, report } = await ended;
    expect([code, report.file]).toEqual([0, 'standard input']);
    expect(report.training).toMatchObject({ steps: 40 });
  });
});
