import { describe, expect, it } from 'vitest';
import { gradcheck } from './gradcheck.js';
import { runJson } from './training-json.js';
import { userFiles } from './user-files.js';

/** λmax is 1. */
const QUADRATIC = `const curvature = [1, 0.3, 0.05];
export const params = { x: [1, -1, 2] };
export const loss = ({ x }) => x.reduce((sum, value, i) => sum + 0.5 * curvature[i] * value ** 2, 0);
export const gradient = ({ x }) => ({ x: x.map((value, i) => curvature[i] * value) });
`;

const NOISY = `export const data = Array.from({ length: 60 }, (_, i) => ({ x: [Math.sin(i), Math.cos(3 * i)], y: Math.sin(5 * i) }));
export const params = { w: [0.3, 0.2] };
export const loss = ({ w }, rows) => rows.reduce((s, { x, y }) => s + (w[0] * x[0] + w[1] * x[1] - y) ** 2, 0) / rows.length;
export const gradient = ({ w }, rows) => {
  const g = [0, 0];
  for (const { x, y } of rows) x.forEach((v, i) => (g[i] += (2 * v * (w[0] * x[0] + w[1] * x[1] - y)) / rows.length));
  return { w: g };
};
`;

describe('gradcheck optimizers', () => {
  it('reproduces the limits of stability to 1 %, whatever the grid', async () => {
    const cwd = userFiles({ 'model.ts': QUADRATIC });
    const limits = [2, 3.8, 3.8 / 2.8];
    for (const grid of ['1e-3:10:5', '0.5:0.5:1', '20:20:1']) {
      const args = [
        'model.ts',
        '--only',
        'sgd,momentum,nesterov',
        '--lr-grid',
        grid,
        '--seeds',
        '1',
        '--evaluations',
        '40',
      ];
      const { report } = await runJson('optimizers', args, cwd);
      const found = report.optimizers!.map(({ largestStableLearningRate }) => largestStableLearningRate!);
      found.forEach((limit, i) => expect(Math.abs(limit / limits[i] - 1), `${grid}: ${limit}`).toBeLessThan(0.01));
    }
  });

  it('gives all optimizers equal budgets, and none of the adaptive ones a limit', async () => {
    const cwd = userFiles({ 'model.ts': QUADRATIC });
    const { report, exitCode } = await runJson(
      'optimizers',
      ['model.ts', '--evaluations', '50', '--lr-grid', '0.01:1:3'],
      cwd,
    );
    expect(exitCode).toBe(0);
    expect(report.seeds).toBe(3);
    const results = report.optimizers!;
    expect(results.map(({ name }) => name)).toEqual([
      'sgd',
      'momentum',
      'nesterov',
      'adagrad',
      'rmsprop',
      'adam',
      'adamw',
      'lbfgs',
    ]);
    for (const {
      evaluations,
      curve,
      bestLoss,
      learningRateRange: [lo, hi],
      hyperparameters,
    } of results) {
      expect([evaluations, curve.length]).toEqual([50, 50]);
      expect(bestLoss.min).toBeLessThanOrEqual(bestLoss.median);
      expect(bestLoss.median).toBeLessThanOrEqual(bestLoss.max);
      expect(lo).toBeLessThanOrEqual(hyperparameters.lr);
      expect(hi).toBeGreaterThanOrEqual(hyperparameters.lr);
    }
    expect(results.slice(3).map((result) => result.largestStableLearningRate)).toEqual([null, null, null, null, null]);
    expect(results[5].hyperparameters).toEqual({
      lr: expect.any(Number) as number,
      beta1: 0.9,
      beta2: 0.999,
      epsilon: 1e-8,
    });
    expect(report.recommendation!.names.length).toBeGreaterThan(0);
  });

  it('takes batches, and is the same for the same seed', async () => {
    const cwd = userFiles({ 'model.ts': NOISY });
    const args = ['model.ts', '--batch-size', '10', '--evaluations', '30', '--lr-grid', '0.01:1:3', '--seeds', '2'];
    const [first, again, other] = [
      await runJson('optimizers', args, cwd),
      await runJson('optimizers', args, cwd),
      await runJson('optimizers', [...args, '--seed', '3'], cwd),
    ];
    const withoutTimes = (text: string) => text.replace(/"durationMs": .*/g, '');
    expect(withoutTimes(again.text)).toBe(withoutTimes(first.text));
    expect(withoutTimes(other.text)).not.toBe(withoutTimes(first.text));
    expect(first.report.optimizers!.map(({ name }) => name)).not.toContain('lbfgs');
    const { min, max } = first.report.optimizers![0].bestLoss;
    expect(max).toBeGreaterThan(min);
  });

  it('ranks nothing from one seed', async () => {
    const cwd = userFiles({ 'model.ts': QUADRATIC });
    const { report } = await runJson(
      'optimizers',
      ['model.ts', '--seeds', '1', '--evaluations', '20', '--lr-grid', '0.1:1:2'],
      cwd,
    );
    expect(report.recommendation!.reason).toMatch(/from one seed nothing can be ranked/);
    expect(report.recommendation!.reason).not.toMatch(/\bbest\b/);
  });

  it('counts what blows up or throws as bad learning rates', async () => {
    const throwing = QUADRATIC.replace(
      '=> x.reduce',
      "=> { if (!(Math.abs(x[0]) < 1e3)) throw new Error('far'); return x.reduce",
    ).replace('** 2, 0);', '** 2, 0); };');
    const cwd = userFiles({ 'model.ts': throwing });
    const { report, exitCode } = await runJson(
      'optimizers',
      ['model.ts', '--only', 'sgd', '--lr-grid', '5:5:1', '--evaluations', '30'],
      cwd,
    );
    expect(exitCode).toBe(0);
    expect(report.optimizers![0].nonFiniteSteps).toBeGreaterThan(0);
    expect(report.optimizers![0].largestStableLearningRate).toBeCloseTo(2, 1);
    expect(report.recommendation).toMatchObject({ names: [] });
  });

  it('has nothing to compare where the loss is not finite to begin with', async () => {
    const cwd = userFiles({
      'model.ts': QUADRATIC.replace('1, -1, 2', 'NaN, -1, 2').replace('[NaN', '[1').replace('sum + 0.5', 'NaN + 0.5'),
    });
    const { report, exitCode } = await runJson('optimizers', ['model.ts'], cwd);
    expect([exitCode, report.error!.code]).toEqual([2, 'non-finite-loss']);
  });

  it('tells what is wrong with the model itself', async () => {
    const cwd = userFiles({ 'model.ts': QUADRATIC.replace('curvature[i] * value) });', 'curvature[j] * value) });') });
    const { report, exitCode } = await runJson('optimizers', ['model.ts'], cwd);
    expect([exitCode, report.error!.code]).toEqual([2, 'user-error']);
  });

  it.each<[string[], RegExp]>([
    [['--only', 'adm'], /did you mean adam\?/],
    [['--lr-grid', '1:2'], /expected lo:hi:n/],
    [['--lr-grid', '1:2:1'], /expected lo:hi:n/],
    [['--only', 'lbfgs', '--batch-size', '3'], /lbfgs takes all data/],
  ])('refuses %s', async (args, message) => {
    const { exitCode, stderr } = await gradcheck(['optimizers', 'model.ts', ...args], {
      cwd: userFiles({ 'model.ts': QUADRATIC }),
    });
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(message);
  });

  it('prints tables that keep to the width, and what follows', async () => {
    const cwd = userFiles({ 'model.ts': QUADRATIC });
    const { stdout } = await gradcheck(['optimizers', 'model.ts', '--evaluations', '20', '--lr-grid', '0.1:1:2'], {
      cwd,
    });
    expect(stdout).toMatch(/optimizer +best loss +over seeds +final +to target +good rates/);
    expect(stdout).toMatch(/adam: lr \S+, beta1 0\.9, beta2 0\.999, epsilon 1e-8/);
    expect(stdout).toMatch(/over 3 seeds these cannot be told apart/);
    const narrow = await gradcheck(['optimizers', 'model.ts', '--evaluations', '20', '--lr-grid', '0.1:1:2'], {
      cwd,
      env: { COLUMNS: '40' },
    });
    expect(Math.max(...narrow.stdout.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(40);
    expect(narrow.stdout).toMatch(/not finite/);
  });
});
