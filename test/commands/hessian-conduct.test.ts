import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { gradcheck, gradcheckJson, modelOf } from './gradcheck.js';
import { validateHessian, type HessianJson } from './validate-hessian.js';

const FIXTURES = join(dirname(fileURLToPath(import.meta.url)), '../fixtures/hessian');

type Model = Omit<HessianJson, 'summary' | 'others'>;

describe('how exports of second derivatives behave when they are called again', () => {
  let models: Map<string, Model>;
  beforeAll(async () => {
    const { exitCode, stdout } = await gradcheck(['hessian', 'conduct.ts', '--reporter', 'json'], { cwd: FIXTURES });
    expect(exitCode).toBe(1);
    const { others = [], ...first } = validateHessian(stdout, exitCode);
    models = new Map([first, ...others].map((model) => [model.name, model]));
  });

  it.each([
    ['right', 'pass', []],
    ['changes its input', 'pass', ['mutated-input', 'mutated-input']],
    ['one buffer', 'pass', ['reused-buffer', 'reused-buffer']],
    ['hessian adds up', 'fail', ['accumulated', 'reused-buffer']],
    ['hvp adds up', 'fail', ['accumulated', 'reused-buffer']],
    ['keeps the first', 'fail', ['stateful-gradient', 'reused-buffer']],
    ['one behind', 'fail', ['stateful-gradient']],
    ['of the last loss', 'fail', ['stateful-gradient']],
    ['varies', 'fail', ['nondeterministic-gradient']],
    ['changes the data', 'pass', ['mutated-input']],
    ['constant', 'pass', []],
    ['the same matrix', 'pass', []],
  ])('is told, and corrupts nothing: %s', (name, verdict, codes) => {
    const model = models.get(name)!;
    expect(model.verdict).toBe(verdict);
    expect(model.warnings.map(({ code }) => code)).toEqual(codes);
  });

  it.each([
    ['hessian adds up', 'accumulated', 'hessian'],
    ['hvp adds up', 'accumulated', 'hvp'],
    ['keeps the first', 'stale-gradient', 'hessian'],
    ['one behind', 'stale-gradient', 'hessian'],
    ['of the last loss', 'stale-gradient', 'hvp'],
  ])('is the diagnosis where it is the mistake: %s', (name, code, path) => {
    expect(models.get(name)!.diagnoses).toMatchObject([{ code, path }]);
  });

  it('is told by gradcheck check as well', async () => {
    const { report } = await gradcheckJson(['conduct.ts'], { cwd: FIXTURES });
    expect(modelOf(report, 'one buffer')).toMatchObject({ verdict: 'pass' });
    expect(modelOf(report, 'one buffer').warnings.map(({ code }) => code)).toEqual(['reused-buffer', 'reused-buffer']);
    expect(modelOf(report, 'keeps the first').verdict).toBe('fail');
    expect(modelOf(report, 'keeps the first').diagnoses).toMatchObject([{ code: 'stale-gradient', path: 'hessian' }]);
  });
});
