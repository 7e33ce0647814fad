import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ROOT } from './commands/gradcheck.js';
import { RIGHT, userFiles, WRONG } from './commands/user-files.js';

interface Step {
  id: string;
  shell: string;
  env: Record<string, string>;
  run: string;
}

const action = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8')) as {
  inputs: Record<string, { description: string; default: string }>;
  outputs: Record<string, { value: string }>;
  runs: { using: string; steps: Step[] };
};

/** Runs the steps as the runner does: expressions go into the environment, outputs come through files. */
function runAction(cwd: string, given: Record<string, string> = {}) {
  const runner = userFiles({ 'output.txt': '', 'summary.md': '' });
  const inputs = {
    ...Object.fromEntries(Object.entries(action.inputs).map(([name, { default: text }]) => [name, text])),
    ...given,
  };
  const values: Record<string, string> = { 'github.action_path': ROOT };
  for (const [name, text] of Object.entries(inputs)) values[`inputs.${name}`] = text;
  let log = '';
  let status: number | null = 0;
  for (const [index, step] of action.runs.steps.entries()) {
    const script = join(runner, `step-${index}.sh`);
    const output = join(runner, `output-${index}.txt`);
    writeFileSync(script, step.run);
    writeFileSync(output, '');
    const env = Object.fromEntries(
      Object.entries(step.env).map(([name, text]) => [
        name,
        text.replace(/\$\{\{ (.+?) \}\}/g, (_, path: string) => values[path] ?? `no ${path}`),
      ]),
    );
    const result = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', script], {
      cwd,
      encoding: 'utf8',
      env: {
        PATH: process.env.PATH,
        HOME: runner,
        GITHUB_ACTIONS: 'true',
        NO_COLOR: '1',
        GITHUB_WORKSPACE: cwd,
        GITHUB_OUTPUT: output,
        GITHUB_STEP_SUMMARY: join(runner, 'summary.md'),
        RUNNER_TEMP: runner,
        ...env,
      },
    });
    log += result.stdout + result.stderr;
    for (const line of readFileSync(output, 'utf8').split('\n').filter(Boolean)) {
      const [name, ...rest] = line.split('=');
      values[`steps.${step.id}.outputs.${name}`] = rest.join('=');
    }
    status = result.status;
    if (status !== 0) break;
  }
  const outputs = Object.fromEntries(
    Object.entries(action.outputs).map(([name, { value }]) => [name, values[/\$\{\{ (.+?) \}\}/.exec(value)![1]]]),
  );
  return { status, log, outputs, summary: readFileSync(join(runner, 'summary.md'), 'utf8') };
}

describe('action.yml', () => {
  it('is a composite action whose scripts hold no expressions', () => {
    expect(action.runs.using).toBe('composite');
    for (const { run, shell } of action.runs.steps) {
      expect(run).not.toContain('${{');
      expect(shell).toBe('bash');
    }
  });

  it('uses every input, and describes it', () => {
    const used = new Set(
      action.runs.steps.flatMap(({ env }) => Object.values(env).map((text) => /inputs\.([\w-]+)/.exec(text)?.[1])),
    );
    for (const [name, { description }] of Object.entries(action.inputs)) {
      expect(used.has(name), name).toBe(true);
      expect(description).toMatch(/\.$/);
    }
  });
});

describe.skipIf(process.platform === 'win32')('the action', () => {
  it('fails where a gradient is wrong, annotates it, and gives the reports', () => {
    const cwd = userFiles({ 'src/a.js': RIGHT, 'src/b.js': WRONG });
    const { status, log, outputs, summary } = runAction(cwd, { files: 'src/*.js\n' });
    expect(status).toBe(1);
    expect(log).toMatch(/^::error file=src\/b\.js,line=\d+/m);
    expect(summary).toMatch(/^## ✗ gradcheck: 2 models/);
    expect(outputs['exit-code']).toBe('1');
    expect(JSON.parse(readFileSync(outputs.json, 'utf8')).summary.fail).toBe(1);
    expect(readFileSync(outputs.junit, 'utf8')).toContain('<testsuites');
    expect(JSON.parse(readFileSync(outputs.sarif, 'utf8')).version).toBe('2.1.0');
    expect(readFileSync(outputs.markdown, 'utf8')).toBe(summary.trimEnd().concat('\n'));
  });

  it('passes options, files taken out and a working directory on', () => {
    const cwd = userFiles({ 'deep/a.js': RIGHT, 'deep/b.js': WRONG, 'x y.json': '{ "seed": 5 }' });
    const { status, outputs } = runAction(cwd, {
      files: '*.js\r\n\n!b.js',
      options: '--points=2\n--strict',
      config: '../x y.json',
      'working-directory': 'deep',
      reports: '../my reports',
    });
    expect(status).toBe(0);
    expect(outputs.json).toBe(join(cwd, 'my reports', 'gradcheck.json'));
    const report = JSON.parse(readFileSync(outputs.json, 'utf8'));
    expect([report.seed, report.models.length, report.models[0].points.length]).toEqual([5, 1, 3]);
  });

  it('checks the files of the configuration where none are named, against a baseline', () => {
    const baseline = '{ "version": 1, "models": [] }';
    const cwd = userFiles({
      'gradcheck.config.json': '{ "files": "*.model.js" }',
      'a.model.js': WRONG,
      'b.json': baseline,
    });
    const { status, outputs } = runAction(cwd, { baseline: 'b.json' });
    expect(status).toBe(1);
    expect(JSON.parse(readFileSync(outputs.json, 'utf8')).baseline).toEqual({ file: 'b.json', stale: [] });
  });

  it('takes inputs for what they are, never for shell text or options', () => {
    const hostile = [
      '$(touch pwned)',
      '`touch pwned`',
      '"; touch pwned; "',
      "'; touch pwned #",
      '--update-baseline',
      '${IFS}touch${IFS}pwned',
    ];
    const cwd = userFiles({ 'a.js': RIGHT });
    const { status, outputs } = runAction(cwd, { files: [...hostile, 'a.js'].join('\n'), 'working-directory': '.' });
    expect(status).toBe(2);
    const { models } = JSON.parse(readFileSync(outputs.json, 'utf8'));
    expect(models.map(({ file }: { file: string }) => file).sort()).toEqual([...hostile, 'a.js'].sort());
    for (const name of ['config', 'baseline', 'options', 'working-directory'])
      expect(runAction(cwd, { [name]: hostile[0] }).status).not.toBe(0);
    expect(existsSync(join(cwd, 'pwned'))).toBe(false);
  });

  it("takes the project's own gradcheck where there is one", () => {
    const cwd = userFiles({ 'a.js': RIGHT });
    const own = join(cwd, 'node_modules/gradcheck');
    mkdirSync(join(own, 'bin'), { recursive: true });
    writeFileSync(join(own, 'package.json'), '{ "name": "gradcheck", "version": "9.9.9", "type": "module" }');
    writeFileSync(join(own, 'bin/gradcheck.js'), "console.log('own version'); process.exitCode = 3;");
    const { status, log } = runAction(cwd, { files: 'a.js' });
    expect([status, log]).toEqual([3, expect.stringContaining('own version')]);
  });
});
