/** Gradients in the test suite, with Jest. */
import { expect, test } from '@jest/globals';
import { matchers } from 'gradcheck/jest';
import misra1a from '../least-squares/misra1a.js';
import * as projectile from '../simulation/model.js';
import * as wrongProjectile from '../simulation/wrong-accumulation.js';

expect.extend(matchers);

test('the gradient of the projectile is right', async () => {
  await expect(projectile).toHaveCorrectGradient();
});

test('the gradient of each least-squares problem is right', async () => {
  await expect(misra1a).toHaveCorrectGradient({ seed: 7 });
});

test('the gradient of the projectile is wrong when time steps overwrite one another', async () => {
  await expect(wrongProjectile).not.toHaveCorrectGradient();
});
