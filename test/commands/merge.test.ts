import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { gradcheck, gradcheckJson } from './gradcheck.js';
import { RIGHT, userFiles, WRONG } from './user-files.js';
import { validateReport } from './validate-report.js';

const SUITE = `export default [1, 2].map((i) => ({
  name: 'suite ' + i, params: i, loss: (x) => x ** 2, gradient: (x) => 2 * x,
}));
`;
const NOT_FINITE = RIGHT.replace('2 * w[0]', '0 / 0');

const cwd = userFiles({
  'a.js': RIGHT,
  'b.js': SUITE,
  'c.js': WRONG,
  'd.js': NOT_FINITE,
  'e.js': RIGHT,
  'undecided.js':
    'export const params = 0; export const loss = (x) => Math.sqrt(x); export const gradient = () => Infinity;',
});
const FILES = ['?.js', 'nowhere.js'];
const withoutDurations = (text: string) => text.replaceAll(/"durationMs": [\d.e+-]+/g, '"durationMs": 0');

async function runParts(count: number): Promise<string[]> {
  const names = Array.from({ length: count }, (_, i) => `part-${i + 1}-of-${count}.json`);
  for (const [i, name] of names.entries())
    await gradcheck([...FILES, '--shard', `${i + 1}/${count}`, '--reporter', `blob=${name}`], { cwd });
  return names;
}

describe('gradcheck merge', () => {
  let whole: Awaited<ReturnType<typeof gradcheckJson>>;
  beforeAll(async () => {
    whole = await gradcheckJson(FILES, { cwd });
  });

  it.each([1, 2, 3, 9])('gives the report of the whole run from %i parts', async (count) => {
    const names = await runParts(count);
    const { stdout, exitCode } = await gradcheck(['merge', ...names.toReversed(), '--reporter', 'json'], { cwd });
    expect(exitCode).toBe(whole.exitCode);
    expect(withoutDurations(stdout)).toBe(withoutDurations(whole.text));
    validateReport(stdout, exitCode);
  });

  it('prints with any reporter, and takes reports of JSON as well', async () => {
    writeFileSync(join(cwd, 'whole.json'), whole.text);
    const args = ['merge', 'whole.json', '--reporter', 'pretty', '--reporter', 'junit=all.xml'];
    const { stdout, exitCode } = await gradcheck(args, { cwd });
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/FAIL +c\.js/);
    expect(stdout).toContain('7 models: 4 right, 1 not checked, 2 wrong');
    expect(readFileSync(join(cwd, 'all.xml'), 'utf8')).toContain('<testsuite name="c.js"');
  });

  it('has the worst exit code of its parts', async () => {
    const write = async (name: string, ...args: string[]) =>
      (await gradcheck([...args, '--reporter', `blob=${name}`], { cwd })).exitCode;
    expect(await write('pass.json', 'a.js')).toBe(0);
    expect(await write('undecided.json', 'undecided.js')).toBe(3);
    expect(await write('error.json', 'nowhere.js')).toBe(2);
    expect(await write('fail.json', 'c.js')).toBe(1);
    const codeOf = async (...names: string[]) =>
      (await gradcheck(['merge', ...names.map((name) => `${name}.json`)], { cwd })).exitCode;
    expect(await codeOf('pass', 'undecided')).toBe(3);
    expect(await codeOf('undecided', 'error', 'pass')).toBe(2);
    expect(await codeOf('error', 'fail', 'undecided')).toBe(1);
  });

  it.each<[string, () => Promise<string[]>, RegExp]>([
    ['a part is missing', async () => (await runParts(3)).slice(1), /part 1 of 3 is missing/],
    [
      'a part is there twice',
      async () => [...(await runParts(2)), ...(await copyOf('part-1-of-2.json'))],
      /more than once/,
    ],
    ['parts are of two runs', async () => [(await runParts(2))[0], (await runParts(3))[1]], /some of another number/],
    ['a file is no report', async () => ['a.js'], /a\.js is no report of gradcheck: it is not JSON/],
    ['a file is missing', async () => ['nowhere.json'], /there is no file nowhere\.json/],
  ])('refuses when %s', async (_when, args, message) => {
    const { exitCode, stdout, stderr } = await gradcheck(['merge', ...(await args())], { cwd });
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
  });
});

async function copyOf(name: string): Promise<string[]> {
  writeFileSync(join(cwd, `copy-${name}`), readFileSync(join(cwd, name)));
  return [`copy-${name}`];
}

describe('--shard', () => {
  it('of more parts than files is empty and passes', async () => {
    const { report, exitCode } = await gradcheckJson(['a.js', '--shard', '2/2'], { cwd });
    expect([exitCode, report.models, report.shard]).toEqual([0, [], { index: 2, count: 2 }]);
  });

  it.each(['0/2', '3/2', '1', 'a/b', '-1/2'])('refuses %s', async (text) => {
    const { exitCode, stderr } = await gradcheck(['a.js', '--shard', text], { cwd });
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(/--shard.*invalid.*such as 2\/5/s)]);
  });
});
