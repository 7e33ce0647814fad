/** `expect.extend(matchers)`: expect(model).toHaveCorrectGradient() for Jest, imported or global. */
// eslint-disable-next-line import/no-empty-named-blocks, unicorn/require-module-specifiers -- the module that is augmented
import type {} from 'expect';
import type { GradientMatchers } from './api/matchers.js';

export { matchers, type GradientMatchers } from './api/matchers.js';

// `expect` of @jest/globals.
declare module 'expect' {
  // eslint-disable-next-line no-unused-vars -- merged declarations have the same parameters
  interface Matchers<R extends void | Promise<void>, T = unknown> extends GradientMatchers {}
}

// The global `expect` of @types/jest.
declare global {
  namespace jest {
    // eslint-disable-next-line no-unused-vars -- merged declarations have the same parameters
    interface Matchers<R, T = {}> extends GradientMatchers {}
  }
}
