import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXPECTATIONS, MODEL } from './expectations.js';
import { createUserProject, ownPackage, type UserProject } from './user-project.js';

let project: UserProject;
beforeAll(() => {
  project = createUserProject({ vitest: ownPackage('vitest'), expect: ownPackage('expect') });
});
afterAll(() => project.remove());

describe('types of the package', () => {
  it('fit what users write', async () => {
    project.write(
      'code.ts',
      `import { assertGradient, check, GradientError, type CheckReport } from 'gradcheck';
      ${MODEL}
      const report: CheckReport = await check(model, { seed: 3, steps: [1e-3] });
      const models: CheckReport = await assertGradient([model, { ...model, name: 'another' }], { allowInconclusive: true });
      await check('model.ts', { loss: 'energy', gradientStyle: 'out' });
      await check(new URL('./model.ts', import.meta.url));
      await check({ params: { x: 1 }, loss: (p) => p.x ** 2, gradient: (p) => ({ x: 2 * p.x }) });
      // @ts-expect-error a misspelt option
      await check(model, { sed: 3 });
      // @ts-expect-error a number is no model
      await check(3);
      // @ts-expect-error what may be undecided is for assertGradient to say
      await check(model, { allowInconclusive: true });
      export const verdict = (error: unknown) => (error instanceof GradientError ? error.report.summary.verdict : report ?? models);`,
    );
    project.write(
      'gradcheck.config.ts',
      `import { defineConfig } from 'gradcheck';
      export default defineConfig({ files: 'src/**', reporter: ['pretty'], overrides: [{ files: ['a/**'], rtol: 1e-3 }] });
      // @ts-expect-error what holds for the run as a whole
      defineConfig({ overrides: [{ files: 'a', seed: 1 }] });`,
    );
    project.write(
      'jest.ts',
      `import { matchers } from 'gradcheck/jest'; import { expect } from 'expect';${MODEL}
      expect.extend(matchers);${EXPECTATIONS}`,
    );
    project.write(
      'common.cts',
      `import gradcheckJest = require('gradcheck/jest'); import jest = require('expect');
      jest.expect.extend(gradcheckJest.matchers);`,
    );
    expect(await project.compile()).toEqual({ exitCode: 0, output: '' });
  });

  it('fit Vitest', async () => {
    project.write('vitest.ts', `import 'gradcheck/vitest'; import { expect } from 'vitest';${MODEL}${EXPECTATIONS}`);
    // Vitest's own types are not held to the strictest settings.
    expect(await project.compile({ skipLibCheck: true })).toEqual({ exitCode: 0, output: '' });
  });
});

describe('gradcheck/jest', () => {
  it('can be required, as Jest does by default', async () => {
    project.write(
      'model.mjs',
      'export const params = 3; export const loss = (x) => x ** 2; export const gradient = (x) => 2 * x;',
    );
    project.write(
      'run.cjs',
      `const { matchers } = require('gradcheck/jest');
      const { expect } = require('expect');
      expect.extend(matchers);
      const square = { name: 'square', params: { x: 3 }, loss: (p) => p.x ** 2, gradient: (p) => ({ x: 2 * p.x }) };
      const wrong = { ...square, gradient: (p) => ({ x: p.x }) };
      (async () => {
        await expect(square).toHaveCorrectGradient();
        await expect(wrong).not.toHaveCorrectGradient();
        await expect('model.mjs').toHaveCorrectGradient();
        await expect(wrong).toHaveCorrectGradient();
      })().catch((error) => console.log(error.message));`,
    );
    const { exitCode, output } = await project.run('run.cjs');
    expect(output).toMatch(
      /^expected the gradient of square to be right, but x is wrong \(relative error 0\.5\)\n[^]*✗ FAIL/,
    );
    expect(exitCode).toBe(0);
  });
});
