/** `import 'gradcheck/vitest'`: expect(model).toHaveCorrectGradient() for Vitest 4; its types for 5 are in vitest5.d.ts. */
import { expect } from 'vitest';
import { matchers, type GradientMatchers } from './api/matchers.js';

expect.extend(matchers);

declare module 'vitest' {
  // eslint-disable-next-line typescript/no-explicit-any, no-unused-vars -- merged declarations have the same parameters
  interface Matchers<T = any> extends GradientMatchers {}
}
