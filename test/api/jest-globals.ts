/** Stands for `@jest/globals`: the `expect` is Jest's own, and its tests are run by Vitest. */
export { expect } from 'expect';
export { test } from 'vitest';
