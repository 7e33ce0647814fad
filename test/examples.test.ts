import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ModelReport } from '../src/check/report.js';
import { gradcheckJson, ROOT } from './commands/gradcheck.js';

interface Row {
  args: string[];
  verdict: string;
  exitCode: number;
}

const readme = readFileSync(join(ROOT, 'examples/README.md'), 'utf8');

/** The rows of the table: `| folder | what it shows | command | verdict | exit code |`. */
const rows: Row[] = readme
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .filter((cells) => cells[3]?.startsWith('`npx gradcheck '))
  .map(([, , , command, verdict, exitCode]) => ({
    args: command.slice('`npx gradcheck '.length, -1).split(' '),
    verdict,
    exitCode: Number(exitCode),
  }));

/** What each wrong example is blamed for: the parameters, and the number of wrong entries in each. */
const BLAMED: Record<string, Record<string, number | 'some'>> = {
  'logistic-regression/wrong-regulariser.ts': { weights: 30 },
  'digits-mlp/wrong-tanh.ts': { W1: 'some', b1: 16 },
  'least-squares/wrong-inner-derivative.ts': { b2: 1 },
  'simulation/wrong-accumulation.ts': { drag: 1 },
  'curvature/wrong-outer-product.ts': { hessian: 16 },
  'plain-functions/wrong-sign.ts': { params: 4 },
};

const NUMBERS = ['no', 'one', 'two', 'three', 'four', 'five', 'six'];
const parametersOf = (models: readonly ModelReport[]) =>
  models.flatMap((model) => model.points.flatMap((point) => point.parameters));

const isModel = (source: string) => /^export (default|(const|function) (params|start))\b/m.test(source);

describe('the table of the examples', () => {
  it('has a row for every example that can be run', () => {
    const named = rows.flatMap((row) => row.args).filter((arg) => arg.endsWith('.ts'));
    const models = readdirSync(join(ROOT, 'examples'), { recursive: true })
      .map((path) => `examples/${String(path).replaceAll('\\', '/')}`)
      // Those have no gradient to check, or are about training.
      .filter((path) => !/^examples\/(?:exact-gradients|training)\//.test(path))
      .filter((path) => path.endsWith('.ts') && isModel(readFileSync(join(ROOT, path), 'utf8')));
    expect(models.length).toBeGreaterThan(8);
    expect([...named].sort()).toEqual(models.sort());
  });

  it('has a blame for every wrong example', () => {
    const wrong = rows.flatMap((row) => row.args).filter((arg) => arg.includes('/wrong-'));
    expect(wrong.map((path) => path.replace('examples/', '')).sort()).toEqual(Object.keys(BLAMED).sort());
  });
});

describe.each(rows)('gradcheck $args.0', ({ args, verdict, exitCode }) => {
  it(`comes to ${verdict}, exit code ${exitCode}`, async () => {
    const { report, exitCode: actual } = await gradcheckJson(args, { cwd: ROOT });
    expect(actual).toBe(exitCode);
    expect(verdict.startsWith(report.summary.verdict)).toBe(true);
    const count = /(\w+) models/.exec(verdict)?.[1];
    if (count) expect(report.models).toHaveLength(NUMBERS.indexOf(count));
    expect(report.models.flatMap((model) => model.warnings)).toEqual([]);

    const failing = parametersOf(report.models).filter((parameter) => parameter.failed > 0);
    const paths = [...new Set(failing.map((parameter) => parameter.path))];
    const blamed = BLAMED[args[0].replace('examples/', '')] ?? {};
    expect(paths.sort()).toEqual(Object.keys(blamed).sort());
    for (const path of paths) expect(verdict).toContain(`\`${path}\``);
    for (const { path, failed } of failing) {
      if (blamed[path] === 'some') expect(failed).toBeGreaterThan(0);
      else expect(failed, path).toBe(blamed[path]);
    }
  });
});

describe('blame inside a parameter', () => {
  it('falls on all but the last entry of the Rosenbrock function', async () => {
    const row = rows.find(({ args }) => args[0].endsWith('wrong-sign.ts'))!;
    const { report } = await gradcheckJson(row.args, { cwd: ROOT });
    const [{ failures, size }] = parametersOf(report.models);
    expect(size).toBe(5);
    expect(failures.map((entry) => entry.index)).toEqual([[0], [1], [2], [3]]);
  });
});
