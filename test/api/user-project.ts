import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ROOT } from '../commands/gradcheck.js';

/** What a program printed, and how it ended. */
interface Outcome {
  readonly exitCode: number;
  readonly output: string;
}

/** A folder in which the built package is installed beside others, as a user has it. */
export interface UserProject {
  readonly folder: string;
  write(name: string, text: string): void;
  /** Runs a program of a package, or one of the project's files, with Node. */
  run(...args: string[]): Promise<Outcome>;
  /** Compiles the project's files with the settings that hold a package's types to most. */
  compile(settings?: Record<string, unknown>): Promise<Outcome>;
  remove(): void;
}

/** @param packages folders of the packages beside gradcheck, by name */
export function createUserProject(packages: Readonly<Record<string, string>>): UserProject {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'user-project-')));
  const modules = join(folder, 'node_modules');
  // A copy, so that it finds the packages of this project, and not those of gradcheck's own.
  for (const part of ['package.json', 'dist', 'bin', 'schema'])
    cpSync(join(ROOT, part), join(modules, 'gradcheck', part), { recursive: true });
  for (const [name, target] of Object.entries({ esbuild: ownPackage('esbuild'), ...packages })) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(target, join(modules, name));
  }
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  write('package.json', '{ "type": "module", "private": true }');
  const run = (...args: string[]) => execute(args, folder);
  return {
    folder,
    write,
    run,
    compile: (settings = {}) => {
      write('tsconfig.json', JSON.stringify({ compilerOptions: { ...STRICTEST, ...settings } }));
      return run(join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', '.');
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The folder of a package that gradcheck is developed with. */
export function ownPackage(name: string): string {
  return join(ROOT, 'node_modules', name);
}

const STRICTEST = {
  target: 'es2022',
  module: 'nodenext',
  strict: true,
  noEmit: true,
  skipLibCheck: false,
  types: ['node'],
  typeRoots: [ownPackage('@types')],
};

function execute(args: readonly string[], cwd: string): Promise<Outcome> {
  return new Promise((resolve) => {
    const env = { ...process.env, NO_COLOR: '1', NODE_OPTIONS: '' };
    execFile(process.execPath, args, { cwd, env, timeout: 50_000 }, (error, stdout, stderr) => {
      const exitCode = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      resolve({ exitCode, output: stdout + stderr });
    });
  });
}
