import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { codesOf, gradcheckJson, modelOf } from '../commands/gradcheck.js';
import { HOSTILE } from './hostile.js';

const LIMITS = ['--timeout', '3', '--max-memory', '300'];

/** Of each model of suite.ts: its verdict, or the code of its error. */
const SUITE: Record<string, string> = {
  right: 'pass',
  loops: 'timeout',
  exits: 'exited',
  'right after an exit': 'pass',
  aborts: 'user-error',
  'kills itself': 'exited',
  'rejects unheard': 'user-error',
  'throws in a timer': 'user-error',
  'waits for ever': 'user-error',
  'throws a string': 'user-error',
  'throws null': 'user-error',
  'throws an object': 'user-error',
  'throws a hostile error': 'user-error',
  'overflows the stack': 'user-error',
  'fills memory with arrays': 'out-of-memory',
  'fills memory with typed arrays': 'out-of-memory',
  'fills memory with one array': 'out-of-memory',
  'changes the folder': 'user-error',
  'leaves handles open': 'pass',
  'prints a lot': 'pass',
  'right at the end': 'pass',
};

/** A slow machine may come to the limit of time first. */
const orTimeout = (code: string) => (code === 'out-of-memory' ? /^(?:out-of-memory|timeout)$/ : code);

describe('hostile models', () => {
  it.each<[string, Record<string, string>]>([
    ['worker', SUITE],
    // There a process of their own can abort and move as it likes.
    ['process', { ...SUITE, aborts: 'exited', 'changes the folder': 'pass' }],
  ])('end alone, and all others are checked: --isolate %s', async (isolate, expected) => {
    const { report, exitCode, stderr } = await gradcheckJson(['suite.ts', '--isolate', isolate, ...LIMITS], HOSTILE);
    expect(exitCode).toBe(2);
    expect(report.models.map(({ name }) => name)).toEqual(Object.keys(expected));
    for (const { name, verdict, error } of report.models)
      expect(error?.code ?? verdict, name).toMatch(orTimeout(expected[name]));
    expect(stderr.length).toBeGreaterThan(100_000);
    expect(stderr.length).toBeLessThan(2 ** 21);
  });

  it('are located in their source where an error is left to nobody', async () => {
    const { report } = await gradcheckJson(['suite.ts', ...LIMITS], HOSTILE);
    const { message, location } = modelOf(report, 'throws in a timer').error!;
    expect(message).toBe('an error nobody caught: RangeError: thrown in a timer');
    expect(location).toMatchObject({ file: 'suite.ts', text: "throw new RangeError('thrown in a timer');" });
  });

  it('are contained as far as that goes in the main thread: --isolate none', async () => {
    const files = ['suite.ts', 'exits.ts', 'loss-never-settles.ts', 'prints.ts', 'throws-later.ts', 'pair.ts'];
    const { report, stderr } = await gradcheckJson([...files, '--isolate', 'none']);
    expect(report.models.map(({ name, verdict, error }) => [name, error?.code ?? verdict])).toEqual([
      ['right', 'pass'],
      ['wrong', 'fail'],
      ['no gradient', 'missing-export'],
      ['suite.ts [3]', 'pass'],
      ['before', 'pass'],
      ['exits', 'exited'],
      ['after', 'pass'],
      ['loss-never-settles.ts', 'user-error'],
      ['prints.ts', 'pass'],
      ['throws-later.ts', 'user-error'],
      ['pair.ts', 'pass'],
    ]);
    expect(stderr).toContain('printed while loading');
  });
});

describe('what had been found', () => {
  it.each(['worker', 'process'])('before a time-out is reported: --isolate %s', async (isolate) => {
    const args = ['hangs-after-mismatch.ts', '--isolate', isolate, '--timeout', '2'];
    const { report, exitCode } = await gradcheckJson(args, HOSTILE);
    const model = modelOf(report);
    expect(exitCode).toBe(1);
    expect(model).toMatchObject({ verdict: 'fail', checked: 4, fail: 1, entries: 7, error: { code: 'timeout' } });
    const [{ parameters }] = model.points;
    expect(parameters.map(({ path, verdict, skipped }) => [path, skipped ?? verdict])).toEqual([
      ['a', 'fail'],
      ['b', 'pass'],
      ['c', 'not-reached'],
      ['d', 'not-reached'],
    ]);
    expect(parameters[0].failures[0]).toMatchObject({ index: [1], analytic: -4 });
  });

  it('does not make a model wrong that is right as far as it was checked', async () => {
    const args = ['hangs-after-mismatch.ts', '--timeout', '1', '--gradient', 'rightGradient'];
    const { report, exitCode } = await gradcheckJson(args, HOSTILE);
    expect(exitCode).toBe(2);
    expect(modelOf(report)).toMatchObject({ verdict: 'error', checked: 4, pass: 4, error: { code: 'timeout' } });
  });
});

describe('processes that a model starts', () => {
  const isRunning = (command: string) =>
    execFileSync('ps', ['-A', '-o', 'args='], { encoding: 'utf8' }).includes(command);

  it.skipIf(process.platform === 'win32').each(['worker', 'process'])('end with it: --isolate %s', async (isolate) => {
    const args = ['leaves-process.ts', 'waits-for-process.ts', '--timeout', '2', '--isolate', isolate];
    const { report } = await gradcheckJson(args, HOSTILE);
    expect(report.models.map(({ verdict, error }) => error?.code ?? verdict)).toEqual(['pass', 'timeout']);
    expect(isRunning('sleep 3131')).toBe(false);
    expect(isRunning('sleep 3232')).toBe(false);
  });

  it.skipIf(process.platform !== 'linux').each(['worker', 'process'])(
    'end with it when they have lost their parent: --isolate %s',
    async (isolate) => {
      const args = ['leaves-daemons.ts', 'waits-for-daemon.ts', '--timeout', '2', '--isolate', isolate];
      const { report } = await gradcheckJson(args, HOSTILE);
      expect(report.models.map(({ verdict, error }) => error?.code ?? verdict)).toEqual(['pass', 'timeout']);
      for (const seconds of [3333, 3434, 3535, 3636]) expect(isRunning(`sleep ${seconds}`), `${seconds}`).toBe(false);
    },
  );

  it.each(['worker', 'process'])('do not write into the report: --isolate %s', async (isolate) => {
    const { report, stderr } = await gradcheckJson(['writes-to-stdout.ts', '--isolate', isolate], HOSTILE);
    expect(modelOf(report).verdict).toBe('pass');
    expect(
      stderr
        .trim()
        .split('\n')
        .map((line) => line.trim())
        .sort(),
    ).toEqual([
      'written as a file',
      'written by a process',
      'written by a process later',
      'written by a shell',
      'written by descriptor',
    ]);
  });
});

describe('a thread that nothing ends', () => {
  it('costs neither the report nor the exit code', async () => {
    const started = performance.now();
    const args = ['hangs-in-native-code.ts', '--timeout', '1'];
    const { report, exitCode, stderr } = await gradcheckJson(args, HOSTILE);
    expect([exitCode, modelOf(report).error?.code, stderr]).toEqual([2, 'timeout', '']);
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it('is not charged to the model after it, where it still takes memory', async () => {
    const args = ['fills-memory-at-once.ts', '../models/pair.ts', '--max-memory', '150'];
    const { report } = await gradcheckJson(args, HOSTILE);
    expect(report.models.map(({ verdict, error }) => error?.code ?? verdict)).toEqual(['out-of-memory', 'pass']);
  });
});

describe('built-in functions that a module replaces', () => {
  it.each<[string, string, string[]]>([
    ['abs-broken.ts', 'altered-builtins', []],
    ['push-broken.ts', 'altered-builtins', []],
    ['iterator-broken.ts', 'altered-builtins', []],
    ['map-broken.ts', 'user-error', []],
    // One that does the same is let pass, and a wrong gradient is still found.
    ['abs-wrapped.ts', 'fail', ['altered-builtins']],
    ['object-extended.ts', 'altered-builtins', []],
    ['all-frozen.ts', 'pass', []],
    ['port-closed.ts', 'pass', []],
    ['output-closed.ts', 'pass', []],
  ])('do not make a wrong gradient right: %s', async (file, expected, warnings) => {
    const { report } = await gradcheckJson([`builtins/${file}`], HOSTILE);
    const model = modelOf(report);
    expect(model.error?.code ?? model.verdict).toBe(expected);
    expect(codesOf(model)).toEqual(warnings);
  });
});
