import { cpSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import { afterAll } from 'vitest';

const FIXTURES = fileURLToPath(new URL('../fixtures/load', import.meta.url));
const folders: string[] = [];

afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Path of a file under test/fixtures/load. */
export function fixture(name: string): string {
  return join(FIXTURES, name);
}

/** A temporary folder with these files, removed after the tests of the file. */
export function makeProject(files: Record<string, string>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'load-test-')));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** A copy of a folder under test/fixtures/load in a project of its own, with an empty node_modules. */
export function copyFixture(name: string): string {
  const folder = makeProject({});
  cpSync(fixture(name), folder, { recursive: true });
  mkdirSync(join(folder, 'node_modules'));
  return folder;
}

/** Bundles a program that imports our sources (relative to the tests) into a project, to be run by plain Node. */
export async function buildProgram(folder: string, code: string, outfile: string): Promise<void> {
  const modules = join(folder, 'node_modules');
  mkdirSync(modules);
  symlinkSync(dirname(createRequire(import.meta.url).resolve('esbuild/package.json')), join(modules, 'esbuild'));
  await build({
    stdin: { contents: code, resolveDir: fileURLToPath(new URL('.', import.meta.url)), loader: 'ts' },
    outfile: join(folder, outfile),
    bundle: true,
    format: 'esm',
    platform: 'node',
    external: ['esbuild'],
  });
}

/** Everything in a folder, sorted, links not followed. */
export function listAll(folder: string): string[] {
  return readdirSync(folder, { recursive: true }).map(String).sort();
}

export interface RunResult {
  value?: unknown;
  error?: { name: string; message: string; stack: string };
}

/** Imports a bundle in a worker thread, outside of the test runner's own loader, and evaluates an expression of `m`. */
export function runInWorker(url: string, expression = 'undefined'): Promise<RunResult> {
  const code = `
    const { parentPort } = require('node:worker_threads');
    import(${JSON.stringify(url)})
      .then(async (m) => ({ value: await (${expression}) }))
      .catch((e) => ({ error: { name: e.name, message: e.message, stack: e.stack } }))
      .then((result) => parentPort.postMessage(result));`;
  return new Promise((resolve, reject) => {
    const worker = new Worker(code, { eval: true });
    worker.once('message', (result: RunResult) => {
      resolve(result);
      void worker.terminate();
    });
    worker.once('error', reject);
  });
}
