import { describe, expect, it } from 'vitest';
import { OPTION_GROUPS, OPTION_NAMES, OPTIONS } from '../../src/config/options.js';
import { gradcheck } from './gradcheck.js';

const ESCAPE = String.fromCharCode(27);
const COMMANDS = ['check', 'diff', 'hessian', 'train', 'monitor', 'optimizers', 'data', 'merge', 'explain'];

describe('help', () => {
  it('begins with examples, groups the options, and ends with the exit codes', async () => {
    const { stdout, stderr, exitCode } = await gradcheck(['--help']);
    expect([exitCode, stderr]).toEqual([0, '']);
    const titles = [...stdout.matchAll(/^\S.*:$/gm)].map(([title]) => title);
    expect(titles).toEqual([
      'Examples:',
      'Commands:',
      'Arguments:',
      ...Object.keys(OPTION_GROUPS),
      'Options:',
      'Exit codes:',
    ]);
    expect(stdout.trimEnd()).toMatch(/Exit codes:\n(?: {2}\d {2}.*\n){3} {2}3 {2}.*$/);
    for (const name of COMMANDS) expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'));
  });

  it('shows every option of a check, and what holds where nothing is said', async () => {
    const { stdout } = await gradcheck(['check', '--help']);
    const text = stdout.replace(/\s+/g, ' ');
    for (const name of OPTION_NAMES) {
      const { flag, fallback, shownDefault, kind } = OPTIONS[name];
      expect(text).toContain(flag);
      if (shownDefault !== undefined) expect(text).toContain(`default: ${shownDefault})`);
      else if (fallback !== undefined && !kind.isFlag) expect(text).toContain(`default: ${String(fallback)})`);
    }
  });

  it.each(COMMANDS)('of %s begins with an example, and keeps to the width', async (name) => {
    const { stdout } = await gradcheck([name, '--help'], { env: { COLUMNS: '60' } });
    expect(stdout).toMatch(/Examples:\n {2}gradcheck /);
    const lines = stdout.split('\n').filter((line) => !line.startsWith('  gradcheck '));
    expect(lines.filter((line) => line.length > 60)).toEqual([]);
  });

  it.each<[Record<string, string>, boolean]>([
    [{}, false],
    [{ FORCE_COLOR: '1' }, true],
    [{ FORCE_COLOR: '1', NO_COLOR: '1' }, true],
    [{ NO_COLOR: '1', GITHUB_ACTIONS: 'true' }, false],
    [{ TERM: 'dumb' }, false],
    [{ CI: 'true' }, false],
  ])('is coloured as the environment asks: %o', async (env, expected) => {
    expect((await gradcheck(['--help'], { env })).stdout.includes(ESCAPE)).toBe(expected);
  });
});

describe('slips of the pen', () => {
  it.each<[string, string[], RegExp]>([
    [
      'an option',
      ['pair.ts', '--reportr', 'json'],
      /unknown option '--reportr' \(usage\)\n  did you mean --reporter\?/,
    ],
    ['an option of another command', ['merge', 'a.json', '--rtol', '1'], /unknown option '--rtol'/],
    ['a reporter', ['pair.ts', '--reporter', 'junti'], /did you mean junit\?/],
    ['a choice', ['pair.ts', '--dtype', 'float16'], /expected one of float64, float32/],
    ['a code', ['explain', 'sign-flop'], /did you mean sign-flip\?/],
  ])('are answered with what was meant: %s', async (_what, args, message) => {
    const { exitCode, stdout, stderr } = await gradcheck(args);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
  });

  it('may be a command', async () => {
    const { exitCode, stdout } = await gradcheck(['explian', 'kink']);
    expect(exitCode).toBe(2);
    expect(stdout).toContain('did you mean the command explain?');
  });

  it('may be to say nothing at all', async () => {
    const { exitCode, stdout, stderr } = await gradcheck([]);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(
      /^error: there is nothing to check \(usage\)\n[^]*gradcheck model\.ts\n[^]*--help lists the options\n$/,
    );
  });
});

describe('signs', () => {
  it.each<[string, Record<string, string>, boolean]>([
    ['of Unicode where the locale is UTF-8', { LC_ALL: 'C.UTF-8' }, true],
    ['of ASCII alone elsewhere', { LC_ALL: 'C' }, false],
    ['of ASCII alone on a dumb terminal', { LC_ALL: 'C.UTF-8', TERM: 'dumb' }, false],
  ])('are %s', async (_what, env, hasUnicode) => {
    const { stdout } = await gradcheck(['wrong.ts'], { env });
    expect(/[^ -~\n]/.test(stdout)).toBe(hasUnicode);
  });
});
