import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { lambda, params as logisticParams, rows, scoreOf } from '../fixtures/hessian/logistic.js';
import { solveEigen } from '../../src/run/solve-eigen.js';
import { gradcheck, gradcheckJson, modelOf } from './gradcheck.js';
import { validateHessian } from './validate-hessian.js';

const FIXTURES = join(dirname(fileURLToPath(import.meta.url)), '../fixtures/hessian');

async function hessianJson(...args: string[]) {
  const { exitCode, stdout } = await gradcheck(['hessian', ...args, '--reporter', 'json'], { cwd: FIXTURES });
  return { ...validateHessian(stdout, exitCode), exitCode };
}

async function curvatureOf(...args: string[]) {
  const { hessian, exitCode } = await hessianJson(...args);
  expect(exitCode).toBe(0);
  return hessian!;
}

/** Eigenvalues [[a, b], [b, c]], from its trace and determinant. */
function eigenvaluesOf(a: number, b: number, c: number): [number, number] {
  const [middle, radius] = [(a + c) / 2, Math.hypot((a - c) / 2, b)];
  return [middle - radius, middle + radius];
}

function expectEigenvalues(found: { eigenvalues: readonly number[]; errorBar: number }, expected: readonly number[]) {
  expect(found.eigenvalues).toHaveLength(expected.length);
  expected.forEach((value, k) => expect(Math.abs(found.eigenvalues[k] - value)).toBeLessThanOrEqual(found.errorBar));
}

/** At its minimum Rosenbrock's function has the Hessian [[802, −400], [−400, 200]]. */
const ROSENBROCK = eigenvaluesOf(802, -400, 200);

describe('gradcheck hessian at known points', () => {
  it('tells the minimum of Rosenbrock’s function, exactly', async () => {
    const found = await curvatureOf('rosenbrock.ts');
    expect(found).toMatchObject({ verdict: 'minimum', method: 'dense', source: 'instrumented', size: 2 });
    expect(found).toMatchObject({ negative: 0, zero: 0, positive: 2, gradientNorm: 0 });
    expectEigenvalues(found, ROSENBROCK);
    expect(found.errorBar).toBeLessThan(1e-10);
    expect(found.conditionNumber).toBeCloseTo(ROSENBROCK[1] / ROSENBROCK[0], 6);
    expect(found.stableStep).toBeCloseTo(2 / ROSENBROCK[1], 12);
    expect(found.stepsPerDigit).toBeCloseTo((Math.LN10 / 2) * (ROSENBROCK[1] / ROSENBROCK[0]), 2);
    expect(found.check.taylor!.gradient).toBeCloseTo(2, 1);
    expect(found.check.taylor!.hessian).toBeCloseTo(3, 1);
  });

  it('comes to the same by differences of the gradient, and of the loss, within their error bars', async () => {
    for (const [file, source, worst] of [
      ['unfollowed.js', 'gradient-differences', 1e-4],
      ['unfollowed-loss.js', 'loss-differences', 1e-3],
    ] as const) {
      const found = await curvatureOf(file);
      expect(found).toMatchObject({ verdict: 'minimum', source });
      expectEigenvalues(found, ROSENBROCK);
      expect(found.errorBar).toBeGreaterThan(1e-12);
      expect(found.errorBar).toBeLessThan(worst);
    }
  });

  it('tells a saddle, and how far it is to where the loss has fallen by 1 %', async () => {
    const { escape, ...found } = await curvatureOf('saddle.ts');
    expect(found).toMatchObject({ verdict: 'saddle', negative: 1, positive: 1, conditionNumber: 2, stableStep: 1 });
    expectEigenvalues(found, [-4, 2]);
    expect(escape!.direction).toMatchObject([{ path: 'y', share: 1 }]);
    expect(escape!.fall).toBeCloseTo(0.03, 12);
    // 3 − 2t² + t⁴ = 2.97.
    const exact = Math.sqrt(1 - Math.sqrt(1 - 0.03));
    expect(escape!.distance! / exact).toBeCloseTo(1, 2);
    expect(escape!.loss).toBeLessThanOrEqual(2.97);
    expect(escape!.foreseenDistance).toBeCloseTo(Math.sqrt(0.06 / 4), 6);
  });

  it('tells a maximum, which bounds no step', async () => {
    const found = await curvatureOf('--expr', '2 - x^2 - 3y^2', '--at', 'x=0,y=0');
    expect(found).toMatchObject({ verdict: 'maximum', negative: 2, stableStep: null, source: 'loss-differences' });
    expectEigenvalues(found, [-6, -2]);
  });

  it('says flat and singular where an eigenvalue is zero within the error, and makes up no number', async () => {
    const found = await curvatureOf('singular.ts');
    expect(found).toMatchObject({ verdict: 'flat', conditionNumber: 'singular', zero: 1, positive: 1 });
    expectEigenvalues(found, [0, 8.5]);
    expect(await curvatureOf('constant.ts')).toMatchObject({ verdict: 'flat', zero: 2, stableStep: null });
  });

  it('resolves a condition number of 1e12', async () => {
    const found = await curvatureOf('ill-conditioned.ts');
    expect(found).toMatchObject({ verdict: 'minimum', positive: 10 });
    const expected = Array.from({ length: 10 }, (_, i) => 10 ** ((-12 * (9 - i)) / 9));
    expectEigenvalues(found, expected);
    expect(found.errorBar).toBeLessThan(1e-13);
    expect((found.conditionNumber as number) / 1e12).toBeCloseTo(1, 1);
  });

  it('is not stationary where the loss still falls, whatever the units of loss and parameters', async () => {
    expect(await curvatureOf('linear.ts')).toMatchObject({ verdict: 'not-stationary' });
    const { others = [], ...first } = await hessianJson('units.ts');
    expect(others).toHaveLength(17);
    for (const { name, hessian } of [first, ...others]) expect(hessian!.verdict).toBe(name);
  });

  it('agrees with the closed form of logistic regression', async () => {
    const found = await curvatureOf('logistic.ts');
    const { w } = logisticParams;
    const values = new Float64Array(16);
    for (const x of rows) {
      const p = scoreOf(w, x);
      for (let i = 0; i < 4; i++)
        for (let j = 0; j < 4; j++) values[i * 4 + j] += (p * (1 - p) * x[i] * x[j]) / rows.length;
    }
    for (let i = 0; i < 4; i++) values[i * 5] += lambda;
    expectEigenvalues(found, [...solveEigen({ size: 4, values }).values]);
  });

  it('leaves out what is frozen, and looks at what --only names', async () => {
    expect(await curvatureOf('frozen.ts')).toMatchObject({ size: 2, verdict: 'minimum', conditionNumber: 1 });
    const found = await curvatureOf('saddle.ts', '--only', 'x');
    expect(found).toMatchObject({ size: 1, verdict: 'minimum', lambdaMin: 2, lambdaMax: 2 });
  });

  it('takes no difference out of bounds', async () => {
    const [x, y] = [0, 2];
    const e = Math.exp(x - y);
    const expected = eigenvaluesOf(6 * x * y + e, 3 * x * x + 6 * y - e, 6 * x + e + 2);
    const found = await curvatureOf('bounded.js');
    expect(found.source).toBe('gradient-differences');
    expectEigenvalues(found, expected);
    expect(found.errorBar).toBeLessThan(1e-6);
  });

  it('spans both sides of a kink of the gradient', async () => {
    const found = await curvatureOf('kink.ts');
    expect(found.kinks).toBe(1);
    expect(found.errorBar).toBeGreaterThanOrEqual(1);
    expect(found.verdict).toBe('flat');
    expect(found.check.hessian).toMatchObject({ verdict: 'pass', kink: 1 });
  });

  it('refuses curvature that is infinite', async () => {
    const { exitCode, error } = await hessianJson('infinite-curvature.ts');
    expect(exitCode).toBe(2);
    expect(error).toMatchObject({ code: 'non-finite-hessian' });
    expect(error!.message).toMatch(/by x at params/);
  });
});

describe('gradcheck hessian on many parameters', () => {
  it('finds both ends by Lanczos’s method, within their residuals', async () => {
    const found = await curvatureOf('large.ts');
    expect(found).toMatchObject({ method: 'lanczos', size: 1501, verdict: 'saddle' });
    for (const [key, value] of [
      ['lambdaMin', -2],
      ['lambdaMax', 5],
    ] as const)
      expect(Math.abs(found[key] - value)).toBeLessThanOrEqual(found.errorBar + found.residuals![key]);
    expect(found.stableStep).toBeCloseTo(0.4, 6);
    expect(found.negative).toBeGreaterThanOrEqual(1);
    expect(found.negative).toBeLessThan(30);
    expect(found.blocks.map(({ path }) => path)).toEqual(['w', 'last']);
    expect(found.blocks[1].lambdaMax).toBeCloseTo(5, 8);
    expect(found.escape!.direction[0]).toMatchObject({ path: 'w' });
    expect(found.escape!.distance).toBeCloseTo(0.2, 2);
  });
});

describe('gradcheck hessian on exports', () => {
  it('tells right ones from wrong ones, and the worst entry', async () => {
    const { exitCode, others = [], ...first } = await hessianJson('exports.ts');
    expect(exitCode).toBe(1);
    const byName = new Map([first, ...others].map((model) => [model.name, model]));
    const checkOf = (name: string) => byName.get(name)!.hessian!.check;
    expect(checkOf('right')).toMatchObject({
      hessian: { verdict: 'pass', checked: 9 },
      hvp: { verdict: 'pass', linear: true },
    });
    for (const name of ['right', 'typed', 'async']) expect(byName.get(name)!.verdict).toBe('pass');
    expect(checkOf('entry').hessian).toMatchObject({
      verdict: 'fail',
      fail: 1,
      worst: { index: [1, 2], analytic: 2.1 },
    });
    expect(checkOf('entry').hessian!.worst.numeric).toBeCloseTo(1.4, 5);
    expect(checkOf('right').taylor!.hessian).toBeCloseTo(3, 1);
    expect(checkOf('negative').taylor!.hessian).toBeCloseTo(2, 1);
    expect(checkOf('negative').hessian).toMatchObject({ verdict: 'fail', fail: 9 });
    expect(byName.get('negative')!.diagnoses[0]).toMatchObject({ code: 'sign-flip', path: 'hessian' });
    expect(checkOf('half').hvp).toMatchObject({ verdict: 'fail', fail: 9, linear: true });
    expect(byName.get('half')!.diagnoses[0]).toMatchObject({ code: 'scale', path: 'hvp' });
    // Every entry of the matrix is right; what is wrong are the entries of the product with another direction.
    expect(checkOf('not linear').hvp).toMatchObject({ verdict: 'fail', checked: 12, fail: 3, linear: false });
    expect(checkOf('not linear').hvp!.worst).toMatchObject({ index: [2], verdict: 'fail' });
    expect(byName.get('not linear')!.diagnoses[0].message).toMatch(/not linear/);
    expect(checkOf('not finite').hessian).toMatchObject({ verdict: 'fail', worst: { index: [0, 0] } });
    expect(byName.get('not finite')!.diagnoses[0].message).toMatch(/^hessian\[0,0\], by x\[0\] and x\[0\], is NaN/);
    for (const name of ['rows', 'columns', 'vector', 'shape'])
      expect(byName.get(name), name).toMatchObject({ verdict: 'error', error: { code: 'shape-mismatch' } });
    expect(byName.get('throws')).toMatchObject({ verdict: 'error', error: { code: 'user-error' } });
  });

  it('may be formulas', async () => {
    const { exitCode, others = [], ...first } = await hessianJson('formulas.json');
    expect(exitCode).toBe(1);
    const checks = [first, ...others].map(({ hessian }) => hessian?.check.hessian);
    expect(checks).toMatchObject([
      { verdict: 'pass', checked: 4 },
      { verdict: 'pass', checked: 4 },
      { verdict: 'fail', fail: 1, worst: { index: [0, 1], parameters: ['x', 'y'] } },
    ]);
    const ask = await gradcheckJson(['formulas.json'], { cwd: FIXTURES });
    expect(modelOf(ask.report, 'wrong').verdict).toBe('fail');
  });

  it('with too many columns are checked along random directions, and a wrong entry is found', async () => {
    const { exitCode, others, ...first } = await hessianJson('many.ts');
    expect(exitCode).toBe(1);
    expect(first.hessian!.check.hvp).toMatchObject({ verdict: 'pass', checked: 600, fail: 0 });
    expect(others![0].hessian!.check.hvp).toMatchObject({ verdict: 'fail', worst: { index: [400, 31] } });
    expect(others![0].hessian!.check.hvp!.worst.analytic).toBeCloseTo(0.5, 10);
  });

  it('are checked by gradcheck check as well', async () => {
    const { report, exitCode } = await gradcheckJson(['exports.ts'], { cwd: FIXTURES });
    expect(exitCode).toBe(1);
    expect(modelOf(report, 'right').points.map(({ name }) => name)).toEqual([
      'params',
      'params (hessian)',
      'params (hvp)',
    ]);
    expect(modelOf(report, 'right').verdict).toBe('pass');
    const [, { parameters }] = modelOf(report, 'entry').points;
    expect(parameters).toMatchObject([{ path: 'hessian', shape: [3, 3], fail: 1, worst: { index: [1, 2] } }]);
    expect(modelOf(report, 'negative').diagnoses[0]).toMatchObject({ code: 'sign-flip', path: 'hessian' });
    expect(modelOf(report, 'not linear').verdict).toBe('fail');
    expect(modelOf(report, 'rows')).toMatchObject({ verdict: 'error', error: { code: 'shape-mismatch' } });
  });
});

describe('gradcheck hessian on what it cannot look at', () => {
  it('gives no verdict where the gradient is wrong', async () => {
    const { exitCode, summary, gradient, hessian } = await hessianJson('wrong-gradient.ts');
    expect(exitCode).toBe(1);
    expect(summary.verdict).toBe('fail');
    expect(gradient).toMatchObject({ verdict: 'fail', fail: 1, worst: { path: 'y' } });
    expect(hessian).toMatchObject({ verdict: null, size: 2 });
    const { stdout } = await gradcheck(['hessian', 'wrong-gradient.ts'], { cwd: FIXTURES });
    expect(stdout).toMatch(/The gradient is wrong in 1 of 2 entries, y most/);
  });

  it('tells no minimum where a loss close to overflow is steep', async () => {
    expect((await hessianJson('--expr', 'exp(x)', '--at', 'x=700')).hessian).toMatchObject({
      verdict: 'not-stationary',
    });
  });

  it('exits with 2, and says why, for files that are not there or no options', async () => {
    expect(await hessianJson('absent.ts')).toMatchObject({ exitCode: 2, error: { code: 'file-not-found' } });
    const none = await gradcheck(['hessian'], { cwd: FIXTURES });
    expect(none.exitCode).toBe(2);
    expect(none.stderr).toMatch(/there is no loss to look at \(usage\)/);
    expect((await gradcheck(['hessian', 'saddle.ts', '--only', 'z'], { cwd: FIXTURES })).exitCode).toBe(2);
  });
});

it('prints figures, a plot with signs, and what they mean', async () => {
  const { stdout } = await gradcheck(['hessian', 'saddle.ts'], { cwd: FIXTURES, env: { LC_ALL: 'C.UTF-8' } });
  expect(stdout).toMatch(/^saddle {2}saddle\.ts/);
  expect(stdout).toMatch(/-1e0 │█+ 1/);
  expect(stdout).toMatch(/\+1e0 │█+ 1/);
  expect(stdout).toMatch(/condition +2/);
  expect(stdout).toMatch(/The way off is along y/);
  expect(stdout).toMatch(/y +1 +-4 +-4 +1/);
});

it('gives the same bytes for the same seed', async () => {
  const once = async () =>
    (await gradcheck(['hessian', 'large.ts', '--seed', '5', '--reporter', 'json'], { cwd: FIXTURES })).stdout;
  const strip = (text: string) => text.replace(/"durationMs": [\d.]+/, '');
  expect(strip(await once())).toBe(strip(await once()));
});
