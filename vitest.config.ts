import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  // What Jest provides, for the example that is written for it.
  resolve: { alias: { '@jest/globals': fileURLToPath(new URL('test/api/jest-globals.ts', import.meta.url)) } },
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/build-once.ts',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    coverage: { include: ['src/**'], provider: 'v8' },
  },
});
