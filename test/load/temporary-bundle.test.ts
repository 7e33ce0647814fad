import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, afterEach, expect, it, vi } from 'vitest';
import { bundleModule, stopBundler } from '../../src/load/bundle.js';
import { listAll, makeProject, runInWorker } from './project.js';

/** Folders that refuse to be written into: permissions would not stop a test that runs as root. */
const readOnly = vi.hoisted(() => new Set<string>());

vi.mock('node:fs', async (importActual) => {
  const actual = await importActual<typeof import('node:fs')>();
  const refusing =
    <T extends (path: never, ...rest: never[]) => unknown>(write: T) =>
    (path: never, ...rest: never[]) => {
      const isRefused = [...readOnly].some((folder) => String(path).startsWith(folder));
      if (isRefused) throw Object.assign(new Error('EROFS: read-only file system'), { code: 'EROFS' });
      return write(path, ...rest);
    };
  return { ...actual, mkdirSync: refusing(actual.mkdirSync), writeFileSync: refusing(actual.writeFileSync) };
});

afterEach(() => readOnly.clear());
afterAll(() => stopBundler());

function makeReadOnly(): string {
  const folder = makeProject({
    'model.ts':
      "import { a } from 'plain';\nimport { sep } from 'node:path';\nimport { b } from './b';\nexport const value: unknown = [a, sep, b, require('common')];\ndeclare const require: any;",
    'b.ts': 'export const b: number = 2;',
    'node_modules/plain/package.json': '{ "name": "plain", "main": "index.js", "type": "module" }',
    'node_modules/plain/index.js': 'export const a = 1;',
    'node_modules/common/index.js': 'module.exports = 3;',
  });
  readOnly.add(folder);
  return folder;
}

function listTemporary(): string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith('.gradcheck-') && name.includes(`-${process.pid}-`));
}

it('is written into a temporary folder, from where packages are still found, and leaves nothing', async () => {
  const folder = makeReadOnly();
  const before = listAll(folder);
  const bundle = await bundleModule(join(folder, 'model.ts'));
  const path = fileURLToPath(bundle.url);
  expect(dirname(dirname(path))).toBe(tmpdir());
  expect(listTemporary()).toEqual([basename(dirname(path))]);
  expect((await runInWorker(bundle.url, 'm.value')).value).toEqual([1, '/', 2, 3]);
  bundle.dispose();
  expect(listTemporary()).toEqual([]);
  expect(listAll(folder)).toEqual(before);
});

it('imports the same instance of a package by its address', async () => {
  const folder = makeReadOnly();
  const bundle = await bundleModule(join(folder, 'model.ts'));
  const plain = pathToFileURL(join(folder, 'node_modules/plain/index.js')).href;
  const { value } = await runInWorker(bundle.url, `import(${JSON.stringify(plain)}).then((p) => p.a === m.value[0])`);
  bundle.dispose();
  expect(value).toBe(true);
});

it('is an error with a hint where not even that can be written', async () => {
  const folder = makeReadOnly();
  readOnly.add(tmpdir());
  await expect(bundleModule(join(folder, 'model.ts'))).rejects.toMatchObject({
    code: 'load',
    details: { hint: expect.stringContaining('TMPDIR') },
  });
});
