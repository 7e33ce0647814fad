import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gradcheck, gradcheckJson, MODELS, ROOT } from '../commands/gradcheck.js';
import { validateHessian } from '../commands/validate-hessian.js';
import { validateReport } from '../commands/validate-report.js';
import { HOSTILE } from './hostile.js';

const FILES = ['pair.ts', 'hangs-after-mismatch.ts', 'wrong.ts'];
const bin = join(ROOT, 'bin/gradcheck.js');
let project: string;

beforeAll(() => {
  project = realpathSync(mkdtempSync(join(tmpdir(), 'interruption-test-')));
  mkdirSync(join(project, 'node_modules'));
  for (const file of ['pair.ts', 'wrong.ts']) cpSync(join(MODELS, file), join(project, file));
  for (const file of ['hangs-after-mismatch.ts', 'hangs-on-load.ts'])
    cpSync(join(HOSTILE.cwd, file), join(project, file));
});

afterAll(() => rmSync(project, { recursive: true, force: true }));

interface End {
  code: number | null;
  signal: string | null;
  stdout: string;
  stderr: string;
}

/** Runs gradcheck on a model that hangs, and does something as soon as the model before it has been told. */
function interrupt(args: readonly string[], onHang: (child: ChildProcess) => void): Promise<End> {
  const child = spawn(process.execPath, [bin, ...args], { cwd: project, env: { PATH: process.env.PATH } });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => {
    const hung = stderr.includes('about to hang');
    stderr += chunk.toString();
    if (!hung && stderr.includes('about to hang')) onHang(child);
  });
  return new Promise((resolve) => child.once('close', (code, signal) => resolve({ code, signal, stdout, stderr })));
}

const leftovers = () =>
  readdirSync(project, { recursive: true })
    .map(String)
    .filter((name) => name.includes('gradcheck'));

describe.skipIf(process.platform === 'win32')('a signal', () => {
  it('ends a look at curvature with a report of what is finished', async () => {
    const args = ['hessian', 'pair.ts', 'hangs-after-mismatch.ts', 'wrong.ts', '--reporter', 'json'];
    const { code, stdout } = await interrupt(args, (child) => child.kill('SIGINT'));
    expect(code).toBe(130);
    const { summary, name, others } = validateHessian(stdout, 130);
    expect(summary.verdict).toBe('error');
    expect(name).toBe('pair.ts');
    expect(others).toMatchObject([{ name: 'hangs-after-mismatch.ts', error: { code: 'interrupted' } }]);
  });

  it.each<[NodeJS.Signals, string[]]>([
    ['SIGINT', []],
    ['SIGTERM', []],
    ['SIGHUP', []],
    ['SIGINT', ['--isolate', 'process']],
  ])('ends the run with a report of what is finished: %s %j', async (name, args) => {
    // One file after the other, so that it is known which is under way.
    const inTurn = [...FILES, '--workers', '1', '--reporter', 'json', ...args];
    const { code, stdout } = await interrupt(inTurn, (child) => child.kill(name));
    expect(code).toBe(130);
    const report = validateReport(stdout, 130);
    expect(report.errors).toMatchObject([{ code: 'interrupted', message: expect.stringContaining(name) }]);
    expect(report.models.map(({ file, verdict, error }) => [file, verdict, error?.code])).toEqual([
      ['pair.ts', 'pass', undefined],
      ['hangs-after-mismatch.ts', 'fail', 'interrupted'],
    ]);
    expect(leftovers()).toEqual([]);
  });

  it('leaves out the files whose turn had not come, and tells what was found in those under way', async () => {
    const files = ['hangs-after-mismatch.ts', 'hangs-on-load.ts', 'wrong.ts'];
    const args = [...files, '--workers', '2', '--reporter', 'json'];
    const { stdout } = await interrupt(args, (child) => void setTimeout(() => child.kill('SIGINT'), 3000));
    const { models } = validateReport(stdout, 130);
    expect(models.map(({ file, verdict, error }) => [file, verdict, error?.code])).toEqual([
      ['hangs-after-mismatch.ts', 'fail', 'interrupted'],
      ['hangs-on-load.ts', 'error', 'interrupted'],
    ]);
  });

  it.each([1, 2])('while a module is loaded leaves no file of the bundle: %i times', async (times) => {
    const kill = (child: ChildProcess) => Array.from({ length: times }, () => child.kill('SIGINT'));
    await interrupt(['hangs-on-load.ts'], kill);
    expect(leftovers()).toEqual([]);
  });

  it('that comes twice ends it at once', async () => {
    const twice = (child: ChildProcess) => [1, 2].forEach(() => child.kill('SIGINT'));
    const { code, signal } = await interrupt(FILES, twice);
    // The kernel may make one signal of two that come together.
    expect([signal, code]).toSatisfy(([by, exit]) => by === 'SIGINT' || exit === 130);
    expect(leftovers()).toEqual([]);
  });

  it('that nobody can hear leaves files that the next run sweeps', async () => {
    const { signal } = await interrupt(['hangs-on-load.ts'], (child) => child.kill('SIGKILL'));
    expect(signal).toBe('SIGKILL');
    expect(leftovers()).not.toEqual([]);
    await gradcheckJson(['pair.ts'], { cwd: project });
    expect(leftovers()).toEqual([]);
  });
});

describe('a reader that goes away', () => {
  it('is no error', async () => {
    const { stderr, code, signal } = await interrupt(
      ['pair.ts', 'hangs-after-mismatch.ts', '--timeout', '1'],
      (child) => child.stdout!.destroy(),
    );
    expect(stderr.replace(/about to hang\n/g, '')).toBe('');
    expect([code, signal]).toEqual([1, null]);
  });
});

describe.skipIf(process.platform !== 'linux')('a full disk', () => {
  it('is told of, on stdout and for a file, and exits with 2', async () => {
    const full = spawn('sh', ['-c', `"${process.execPath}" "${bin}" pair.ts > /dev/full`], { cwd: project });
    let stderr = '';
    full.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    expect(await new Promise((resolve) => full.once('close', resolve))).toBe(2);
    expect(stderr).toMatch(/^error: the output could not be written: ENOSPC/);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it('that is none, below /proc, is told of and not waited for', async () => {
    const { stderr, exitCode } = await gradcheck(['pair.ts', '--reporter', 'tap=/proc/none/report.tap'], {
      cwd: project,
    });
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^error: the report cannot be written to \/proc\/none\/report.tap/);
  });

  it('does not mask a wrong gradient', async () => {
    const { stderr, exitCode } = await gradcheckJson(['wrong.ts', '--reporter', 'junit=/dev/full'], { cwd: project });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^error: the report cannot be written to \/dev\/full/);
  });
});
