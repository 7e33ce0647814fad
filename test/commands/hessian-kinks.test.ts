import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { gradcheck } from './gradcheck.js';
import { validateHessian, type HessianJson } from './validate-hessian.js';

const FIXTURES = join(dirname(fileURLToPath(import.meta.url)), '../fixtures/hessian');

async function hessianJson(...args: string[]) {
  const { exitCode, stdout } = await gradcheck(['hessian', ...args, '--reporter', 'json'], { cwd: FIXTURES });
  return { ...validateHessian(stdout, exitCode), exitCode };
}

describe('gradcheck hessian at kinks', () => {
  let models: Map<string, Omit<HessianJson, 'summary' | 'others'>>;
  beforeAll(async () => {
    const { others = [], ...first } = await hessianJson('kinks.ts');
    models = new Map([first, ...others].map((model) => [model.name, model]));
  });
  const foundAt = (name: string) => models.get(name)!.hessian!;

  // Eigenvalues to the one side and to the other.
  it.each([
    ['x|x|', [0, 2], [2, 4]],
    ['x|x| with its gradient', [0, 2], [2, 4]],
    ['small', [1.998, 2], [2, 2.002]],
    ['relu squared', [0, 2], [2, 2]],
  ])('does not believe the exact Hessian where the gradient has one: %s', (name, left, right) => {
    const { source, sourceReason, kinks, errorBar, eigenvalues } = foundAt(name);
    expect(source).toBe('gradient-differences');
    expect(sourceReason).toMatch(/the gradient has a kink at params/);
    expect(kinks).toBe(1);
    for (const side of [left, right])
      side.forEach((value, k) => expect(Math.abs(value - eigenvalues[k])).toBeLessThanOrEqual(errorBar));
    expect(errorBar).toBeLessThan(1.2 * (right[1] - left[0]));
  });

  it.each(['relu', 'tie', 'norm'])('has none where the loss has one: %s', (name) => {
    const { verdict, error, hessian } = models.get(name)!;
    expect(verdict).toBe('error');
    expect(error).toMatchObject({ code: 'non-finite-hessian' });
    expect(error!.message).toMatch(/twice by x.*a kink there/);
    expect(hessian).toBeUndefined();
  });

  it('does not believe that a loss of steps is flat because each of them is', () => {
    expect(foundAt('steps').source).toBe('loss-differences');
    expect(foundAt('steps').sourceReason).toMatch(/rounded/);
  });

  it('believes it beside kinks, and in float32', () => {
    expect(foundAt('near kinks')).toMatchObject({ source: 'instrumented', kinks: 0 });
    expect(foundAt('float32')).toMatchObject({ source: 'instrumented' });
    expect(foundAt('float32').errorBar).toBeLessThan(1e-5);
    expect(foundAt('float32').errorBar).toBeGreaterThan(1e-8);
  });

  it('spans them in products as well, or has none', async () => {
    const { hessian, others } = await hessianJson('many-kinks.js');
    expect(hessian).toMatchObject({ method: 'lanczos', source: 'gradient-differences', kinks: 12 });
    // 2 − ½ to the one side, 2 + ½ to the other.
    expect(hessian!.lambdaMin - hessian!.errorBar).toBeLessThanOrEqual(1.5);
    expect(others![0].error).toMatchObject({ code: 'non-finite-hessian' });
    expect(others![0].error!.message).toMatch(/by x at params, as along a random direction/);
  });

  it('tells them of formulas, by the loss alone', async () => {
    const { hessian } = await hessianJson('--expr', 'x*abs(y) + x^2 + y^2', '--at', 'x=0,y=0');
    expect(hessian).toMatchObject({ source: 'loss-differences', kinks: 1 });
    // [[2, ±1], [±1, 2]].
    expect(hessian!.errorBar).toBeGreaterThanOrEqual(1);
    expect(hessian!.errorBar).toBeLessThan(1.2);
    expect(await hessianJson('--expr', 'abs(x) + y^2', '--at', 'x=0,y=0')).toMatchObject({
      exitCode: 2,
      error: { code: 'non-finite-hessian' },
    });
  });
});

it('decides nothing where the loss differs by more than it curves, and says so', async () => {
  const { exitCode, verdict, hessian, warnings } = await hessianJson('noisy.ts');
  expect({ exitCode, verdict }).toEqual({ exitCode: 3, verdict: 'inconclusive' });
  expect(hessian).toMatchObject({ verdict: 'flat', zero: 2 });
  expect(hessian!.errorBar).toBeGreaterThan(1);
  expect(warnings.map(({ code }) => code)).toContain('nondeterministic-loss');
});
