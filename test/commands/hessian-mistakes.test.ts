import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { gradcheck, gradcheckJson, modelOf } from './gradcheck.js';
import { validateHessian, type HessianJson } from './validate-hessian.js';

const FIXTURES = join(dirname(fileURLToPath(import.meta.url)), '../fixtures/hessian');

describe('mistakes in hessian and hvp', () => {
  let models: Map<string, Omit<HessianJson, 'summary' | 'others'>>;
  beforeAll(async () => {
    const { exitCode, stdout } = await gradcheck(['hessian', 'mistakes.ts', '--reporter', 'json'], { cwd: FIXTURES });
    const { others = [], ...first } = validateHessian(stdout, exitCode);
    models = new Map([first, ...others].map((model) => [model.name, model]));
  });

  it.each([
    ['negative', 'sign-flip', /^hessian is the negative/],
    ['half', 'scale', /^hessian is ½ times/],
    ['row never filled', 'zero-gradient', /row of x\[1\] in hessian is 0/],
    ['row and column never filled', 'zero-gradient', /row and column of x\[1\] in hessian are 0/],
    ['diagonal alone', 'zero-gradient', /on the diagonal only/],
    ['one half', 'zero-gradient', /on and above the diagonal only/],
    ['one of a pair', 'single-entry', /not symmetric: \[2,0\], by y and x\[0\].*but \[0,2\].*right/],
    ['pair of the wrong sign', 'sign-flip', /hessian\[0,1\] and hessian\[1,0\]/],
    ['sum for mean', 'scale', /20 times.*diagonal for w\[0\], w\[1\] and w\[2\]/],
    ['no regulariser', 'missing-term', /0\.1 too small on the diagonal for w\[0\], w\[1\] and w\[2\]/],
    ['twice the regulariser', 'extra-term', /0\.1 too large on the diagonal/],
    ['other order', 'permuted', /^hessian is in another order/],
    ['rows off by one', 'off-by-one', /shifted by one row/],
    ['columns off by one', 'off-by-one', /shifted by one column/],
    ['product of the wrong sign in v', 'sign-flip', /rows of v\[0\] and v\[1\] of hvp/],
    ['product without v', 'zero-gradient', /rows of v\[0\] and v\[1\] in hvp are 0/],
    ['product twice', 'scale', /^hvp is 2 times/],
    ['gradient for product', 'unknown', /does not use its direction/],
    ['product of sizes', 'unknown', /not linear in its direction: for v = \[/],
  ])('are named: %s', (name, code, message) => {
    const { verdict, diagnoses, hessian } = models.get(name)!;
    expect(verdict).toBe('fail');
    expect(diagnoses[0]).toMatchObject({ code });
    expect(diagnoses[0].message).toMatch(message);
    expect(diagnoses[0].message).not.toMatch(/the gradient of h|the loss does/);
    const { worst } = (hessian!.check.hessian ?? hessian!.check.hvp)!;
    expect(worst).toMatchObject({ verdict: 'fail' });
    expect(worst.parameters).toHaveLength(worst.index.length);
  });

  it('are named by gradcheck check as well', async () => {
    const { report } = await gradcheckJson(['mistakes.ts'], { cwd: FIXTURES });
    for (const [name, code] of [
      ['one half', 'zero-gradient'],
      ['no regulariser', 'missing-term'],
      ['product of sizes', 'unknown'],
    ])
      expect(modelOf(report, name).diagnoses.map((diagnosis) => diagnosis.code)).toEqual([code]);
  });

  it('are shown with the parameters that they are by', async () => {
    const { stdout } = await gradcheck(['hessian', 'mistakes.ts'], { cwd: FIXTURES, env: { LC_ALL: 'C.UTF-8' } });
    expect(stdout).toMatch(/\[2,0\] by y, x\[0\] {2}yours/);
    expect(stdout).toMatch(/product \[0\] by u\[0\] {2}yours/);
  });
});
