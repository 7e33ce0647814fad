import { captureOutput } from './capture-output.js';
import { importModule } from './import-module.js';

/**
 * Imports a bundle in gradcheck's own process, which it shall neither end nor leave waiting for ever. What it prints
 * goes to stderr: stdout is for reports.
 *
 * @returns the exports, with the default export settled
 * @throws whatever the user's code throws while it loads
 */
export async function importHere(bundleUrl: string): Promise<Record<string, unknown>> {
  const { exit } = process;
  process.exit = (code) => {
    throw new Error(`it would end the process (exit code ${code ?? 0})`);
  };
  let giveUp = (): void => {};
  const idle = new Promise<never>((_, reject) => {
    giveUp = () => reject(new Error('it waits for a promise that never settles'));
  });
  // Nothing is left to do, and the module is not there yet.
  process.once('beforeExit', giveUp);
  const release = captureOutput([process.stdout], (text) => process.stderr.write(text));
  try {
    return await Promise.race([importSettled(bundleUrl), idle]);
  } finally {
    release();
    process.exit = exit;
    process.off('beforeExit', giveUp);
  }
}

async function importSettled(bundleUrl: string): Promise<Record<string, unknown>> {
  const exported = await importModule(bundleUrl);
  return 'default' in exported ? { ...exported, default: await exported.default } : exported;
}
