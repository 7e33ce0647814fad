/** Gradients in the test suite, with Vitest: `npx vitest run --config examples/unit-tests/vitest.config.mjs`. */
import { assertGradient, check } from 'gradcheck';
import 'gradcheck/vitest';
import { describe, expect, it } from 'vitest';
import misra1a from '../least-squares/misra1a.js';
import * as regression from '../logistic-regression/model.js';
import * as projectile from '../simulation/model.js';
import * as wrongProjectile from '../simulation/wrong-accumulation.js';

describe('gradient', () => {
  it('of the projectile is right', async () => {
    await expect(projectile).toHaveCorrectGradient();
  });

  it('of the regression is right at other weights, too', async () => {
    const params = { weights: regression.params.weights.map(() => 1), bias: -1 };
    await expect({ ...regression, params }).toHaveCorrectGradient({ only: 'weights' });
  });

  it('of each least-squares problem is right', async () => {
    await assertGradient(misra1a);
  });

  it('of the projectile is wrong when time steps overwrite one another', async () => {
    await expect(wrongProjectile).not.toHaveCorrectGradient();
  });

  it('is wrong in the drag alone', async () => {
    const report = await check(wrongProjectile);
    const wrong = report.models[0].points[0].parameters.filter(({ verdict }) => verdict === 'fail');
    expect(wrong.map(({ path }) => path)).toEqual(['drag']);
  });

  it('of a file is checked as the command does it', async () => {
    await assertGradient(new URL('../simulation/model.ts', import.meta.url));
  });
});
