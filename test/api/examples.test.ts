import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../commands/gradcheck.js';

const EXAMPLE = 'examples/unit-tests';

// Jest's expect on tests that Vitest runs: test/api/jest-globals.ts.
describe('the example for Jest', async () => {
  await import('../../examples/unit-tests/gradients.jest.js');
});

describe('the example for Vitest', () => {
  it('passes, run as its first line says', async () => {
    const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs');
    const args = [vitest, 'run', '--config', `${EXAMPLE}/vitest.config.mjs`, '--reporter', 'json'];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: ROOT });
    const { numPassedTests, numTotalTests } = JSON.parse(stdout);
    expect(numPassedTests).toBeGreaterThanOrEqual(5);
    expect(numPassedTests).toBe(numTotalTests);
  });
});
