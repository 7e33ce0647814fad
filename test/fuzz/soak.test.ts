import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { ROOT } from '../commands/gradcheck.js';

const MODELS_A_CALL = 20;

// Memory, threads and processes are known there.
it.skipIf(process.platform !== 'linux')(
  'hostile models, call after call in one process, leave nothing',
  async () => {
    const args = [join(ROOT, 'scripts/soak.mjs'), String(MODELS_A_CALL)];
    const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 110_000 });
    expect(stdout).toMatch(/stable: nothing is left\n$/);
  },
  120_000,
);
