import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { CONTROL } from '../report/fixtures.js';
import { gradcheck, gradcheckJson, MODELS, ROOT } from './gradcheck.js';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'reporters-test-')));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ACTIONS = { GITHUB_ACTIONS: 'true', NO_COLOR: '1' };

describe('several reporters', () => {
  it('write each to its own place', async () => {
    const file = (name: string) => join(folder, name);
    const kinds = ['junit', 'github', 'markdown', 'tap', 'sarif', 'html', 'blob'];
    const args = kinds.flatMap((kind) => ['--reporter', `${kind}=${file(kind)}`]);
    const { report } = await gradcheckJson(['wrong.ts', 'pair.ts', ...args]);
    expect(report.summary.exitCode).toBe(1);
    const beginnings = kinds.map((kind) => readFileSync(file(kind), 'utf8').slice(0, 12));
    expect(beginnings).toEqual([
      '<?xml versio',
      '::error file',
      '## ✗ gradche',
      'TAP version ',
      '{\n  "$schema',
      '<!doctype ht',
      '{"schemaVers',
    ]);
  });

  it.each<[string, string[], RegExp]>([
    ['would run into each other on stdout', ['json', 'pretty'], /json and pretty would both write to stdout.*json=/s],
    ['would write to one file', ['json=a', 'tap=./a'], /two reporters would write to/],
    ['name no file', ['json='], /names no file/],
    ['are misspelt', ['jnit'], /no reporter named "jnit".*did you mean junit\?/s],
  ])('that %s are refused', async (_what, names, message) => {
    const { exitCode, stdout, stderr } = await gradcheck(['pair.ts', ...names.flatMap((name) => ['--reporter', name])]);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
  });

  it('are all written, though one of them cannot be', async () => {
    const good = join(folder, 'good.json');
    const args = ['--reporter', `tap=${folder}`, '--reporter', `json=${good}`];
    const { exitCode, stderr } = await gradcheck(['pair.ts', ...args]);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/the report cannot be written to .*EISDIR/);
    expect(JSON.parse(readFileSync(good, 'utf8')).summary.verdict).toBe('pass');
  });
});

describe('on GitHub Actions', () => {
  it('annotations stand beside the table, at the line of the mistake', async () => {
    const { stdout } = await gradcheck(['wrong.ts'], { env: ACTIONS });
    expect(stdout).toMatch(/✗ FAIL|X FAIL/);
    expect(stdout).toMatch(/^::error file=wrong\.ts,line=\d+,col=\d+,title=wrong gradient%3A a::/m);
  });

  it('a reporter that was asked for stands alone', async () => {
    const { stdout } = await gradcheck(['wrong.ts', '--reporter', 'pretty'], { env: ACTIONS });
    expect(stdout).not.toMatch(/^::/m);
    const { report } = await gradcheckJson(['wrong.ts'], { env: ACTIONS });
    expect(report.summary.fail).toBe(1);
  });

  it('the report is added to the summary of the job', async () => {
    const summary = join(folder, 'summary.md');
    const env = { ...ACTIONS, GITHUB_STEP_SUMMARY: summary };
    await gradcheck(['wrong.ts'], { env });
    await gradcheck(['pair.ts'], { env });
    const text = readFileSync(summary, 'utf8');
    expect(text.match(/^## .*$/gm)).toEqual(['## ✗ gradcheck: 1 model: 1 wrong', '## ✓ gradcheck: 1 model: 1 right']);
    expect(text).toMatch(/> 3 \| export const gradient|> 2 \| export const loss/);
  });

  it('files are named from the root of the repository', async () => {
    const { stdout } = await gradcheck(['wrong.ts'], { env: { ...ACTIONS, GITHUB_WORKSPACE: ROOT }, cwd: MODELS });
    expect(stdout).toContain('::error file=test/fixtures/models/wrong.ts,line=');
  });

  it('errors of the call give no commands', async () => {
    const { stderr, exitCode } = await gradcheck(['merge', 'no\n::error::pwned'], { env: ACTIONS });
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('pwned')]);
    expect(stderr).not.toMatch(/^\s*::/m);
  });

  it.each(['pretty', 'tap', 'markdown', 'junit', 'github', 'json', 'sarif', 'html'])(
    'names of models give no commands, by the reporter %s',
    async (name) => {
      const { stdout, exitCode } = await gradcheck(['hostile.ts', '--reporter', name], { env: ACTIONS });
      expect(exitCode).toBe(1);
      expect(stdout).not.toMatch(CONTROL);
      const commands = stdout.split('\n').filter((line) => /^\s*::/.test(line));
      expect(commands.filter((line) => !/^::error file=hostile\.ts,line=\d/.test(line))).toEqual([]);
      expect(commands).toHaveLength(name === 'github' ? 2 : 0);
    },
  );
});
