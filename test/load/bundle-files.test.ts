import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { bundleModule, stopBundler } from '../../src/load/bundle.js';
import { buildProgram, copyFixture, listAll, makeProject } from './project.js';

afterAll(() => stopBundler());

/** The id of a process that has ended. */
const deadPid = spawnSync(process.execPath, ['-e', '0']).pid;

function nameOf(pid: number, like: string): string {
  return like.replace(/-\d+-/, `-${pid}-`);
}

describe('the bundle', () => {
  it('is written under node_modules, and nothing is left of it', async () => {
    const folder = copyFixture('errors');
    const before = listAll(folder);
    const bundle = await bundleModule(join(folder, 'model.ts'));
    const path = fileURLToPath(bundle.url);
    expect(dirname(path)).toBe(join(folder, 'node_modules/.cache/gradcheck'));
    expect(basename(path)).toContain(`-${process.pid}-`);
    bundle.dispose();
    bundle.dispose();
    expect(listAll(folder)).toEqual(before);
  });

  it('is written beside the model where there is no node_modules', async () => {
    const folder = makeProject({ 'model.ts': 'export const x = 1;' });
    const bundle = await bundleModule(join(folder, 'model.ts'));
    expect(basename(fileURLToPath(bundle.url))).toMatch(/^\./);
    expect(dirname(fileURLToPath(bundle.url))).toBe(folder);
    bundle.dispose();
    expect(listAll(folder)).toEqual(['model.ts']);
  });

  it('is written beside the model where the cache cannot be made', async () => {
    const folder = copyFixture('errors');
    writeFileSync(join(folder, 'node_modules/.cache'), 'a file');
    const bundle = await bundleModule(join(folder, 'model.ts'));
    expect(dirname(fileURLToPath(bundle.url))).toBe(folder);
    bundle.dispose();
    expect(listAll(folder)).toEqual(
      ['divide.ts', 'at-import.ts', 'model.ts', 'node_modules', 'node_modules/.cache'].sort(),
    );
  });

  it('leaves what others keep in .cache', async () => {
    const folder = copyFixture('errors');
    mkdirSync(join(folder, 'node_modules/.cache/other'), { recursive: true });
    (await bundleModule(join(folder, 'model.ts'))).dispose();
    expect(readdirSync(join(folder, 'node_modules/.cache'))).toEqual(['other']);
  });

  it('goes with the last of several, folders included', async () => {
    const folder = copyFixture('errors');
    const [one, two] = await Promise.all([1, 2].map(() => bundleModule(join(folder, 'model.ts'))));
    one!.dispose();
    expect(existsSync(fileURLToPath(two!.url))).toBe(true);
    two!.dispose();
    expect(readdirSync(join(folder, 'node_modules'))).toEqual([]);
  });

  it('leaves nothing when the code does not parse', async () => {
    const folder = copyFixture('broken');
    const before = listAll(folder);
    await expect(bundleModule(join(folder, 'syntax.ts'))).rejects.toThrow('Unexpected');
    expect(listAll(folder)).toEqual(before);
  });
});

describe('what dead processes left', () => {
  it('is swept in the cache and beside the model, others’ files are not', async () => {
    const folder = copyFixture('errors');
    const first = await bundleModule(join(folder, 'model.ts'));
    const name = basename(fileURLToPath(first.url));
    const cache = join(folder, 'node_modules/.cache/gradcheck');
    const dead = [join(folder, nameOf(deadPid, name)), join(cache, nameOf(deadPid, name))];
    const alive = join(cache, nameOf(process.ppid, name));
    const foreign = join(folder, '.gradcheck-notes.mjs');
    const otherHost = nameOf(deadPid, name).replace(/^\.gradcheck-.{6}/, '.gradcheck-000000');
    for (const path of [...dead, alive, foreign, join(cache, otherHost)]) writeFileSync(path, '');

    const second = await bundleModule(join(folder, 'model.ts'));
    expect(dead.map((path) => existsSync(path))).toEqual([false, false]);
    expect([alive, foreign, join(cache, otherHost), fileURLToPath(first.url)].every((path) => existsSync(path))).toBe(
      true,
    );

    utimesSync(join(cache, otherHost), 1, 1);
    const third = await bundleModule(join(folder, 'model.ts'));
    expect(existsSync(join(cache, otherHost))).toBe(false);
    for (const bundle of [first, second, third]) bundle.dispose();
  });
});

it('is gone, with its folders, after the process ends, which a stopped bundler does not hinder', async () => {
  const folder = copyFixture('errors');
  const before = listAll(folder);
  const program = makeProject({});
  const code = `
    import { bundleModule, stopBundler } from '../../src/load/bundle.js';
    import { existsSync } from 'node:fs';
    import { fileURLToPath } from 'node:url';
    const { url } = await bundleModule(${JSON.stringify(join(folder, 'model.ts'))});
    await stopBundler();
    console.log(existsSync(fileURLToPath(url)));`;
  await buildProgram(program, code, 'main.mjs');
  const { stdout, status } = spawnSync(process.execPath, [join(program, 'main.mjs')], {
    encoding: 'utf8',
    timeout: 20_000,
  });
  expect([stdout.trim(), status]).toEqual(['true', 0]);
  expect(listAll(folder)).toEqual(before);
});
