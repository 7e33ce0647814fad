/** Without a test runner: `node examples/unit-tests/plain.mjs` prints with what message a wrong gradient is refused. */
import { assertGradient, GradientError } from 'gradcheck';

try {
  await assertGradient(new URL('../simulation/wrong-accumulation.ts', import.meta.url));
} catch (error) {
  if (!(error instanceof GradientError)) throw error;
  console.log(error.message);
}
