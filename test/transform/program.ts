import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SOURCES = fileURLToPath(new URL('../fixtures/production', import.meta.url));

/** A program in a folder of its own, with gradcheck as built in its node_modules. */
export interface Program {
  readonly folder: string;
  write(name: string, text: string): void;
  /** What Node prints; what it throws has the error output in its message. */
  node(args: readonly string[], env?: Record<string, string>): string;
  remove(): void;
}

export function createProgram(): Program {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'gradcheck-program-')));
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(ROOT, join(folder, 'node_modules/gradcheck'), 'junction');
  symlinkSync(join(ROOT, 'node_modules/esbuild'), join(folder, 'node_modules/esbuild'), 'junction');
  cpSync(SOURCES, folder, { recursive: true });
  const write = (name: string, text: string): void => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  };
  write('package.json', '{ "type": "module", "private": true }');
  return {
    folder,
    write,
    node: (args, env = {}) =>
      execFileSync(process.execPath, ['--no-warnings', ...args], {
        cwd: folder,
        encoding: 'utf8',
        stdio: 'pipe',
        env: { ...process.env, ...env },
      }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
