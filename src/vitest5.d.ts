/** `import 'gradcheck/vitest5'`: the same program as gradcheck/vitest, with the types of Vitest 5. */
import type { GradientMatchers } from './api/matchers.js';

declare module 'vitest' {
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> extends GradientMatchers {}
}
