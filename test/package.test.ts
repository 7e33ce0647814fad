import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gradcheckJson, modelOf, ROOT } from './commands/gradcheck.js';

const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const npm = (args: string[], cwd: string) =>
  execFileSync('npm', [...args, '--ignore-scripts', '--offline', '--loglevel=error'], { cwd, encoding: 'utf8' });

let packed: { filename: string; files: { path: string }[] };
let project: string;
let installed: string;

beforeAll(() => {
  project = realpathSync(mkdtempSync(join(tmpdir(), 'package-test-')));
  [packed] = JSON.parse(npm(['pack', '--json', '--pack-destination', project], ROOT));
  installed = join(project, 'node_modules', manifest.name);
  mkdirSync(installed, { recursive: true });
  execFileSync('tar', ['-xzf', join(project, packed.filename), '-C', installed, '--strip-components=1']);
  // What `npm install` would fetch; their own dependencies are found from where they really are.
  for (const name of Object.keys(manifest.dependencies)) {
    const link = join(project, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules', name), link);
  }
  writeFileSync(join(project, 'package.json'), '{ "type": "module", "private": true }');
});

afterAll(() => rmSync(project, { recursive: true, force: true }));

describe('the package', () => {
  it('holds the program, its schema, what is to be read, and nothing else', () => {
    const paths = packed.files.map((file) => file.path);
    for (const path of [
      'package.json',
      'README.md',
      'LICENSE',
      'bin/gradcheck.js',
      'dist/cli.js',
      'dist/index.js',
      'dist/worker.js',
      'schema/report.schema.json',
      'schema/hessian.schema.json',
    ])
      expect(paths).toContain(path);
    const folders = new Set(paths.filter((path) => path.includes('/')).map((path) => path.split('/')[0]));
    expect([...folders].filter((folder) => !['bin', 'dist', 'docs', 'schema'].includes(folder))).toEqual([]);
    expect(paths.filter((path) => /\.test\.|fixture|(?<!\.d)\.ts$|\.map$/.test(path))).toEqual([]);
  });

  it('brings the licences of the libraries that are bundled', () => {
    expect(readFileSync(join(installed, 'dist/THIRD-PARTY-LICENSES.txt'), 'utf8')).toMatch(
      /commander[\s\S]*MIT|MIT[\s\S]*commander/,
    );
  });

  it('needs no package that it does not declare', () => {
    const program = packed.files.map((file) => file.path).filter((path) => /^(bin|dist)\/.*\.js$/.test(path));
    const wanted = program.flatMap((path) =>
      [
        ...readFileSync(join(installed, path), 'utf8').matchAll(
          /^(?:import|export)[^'"\n]*from ?["']([^."'][^"']*)["']/gm,
        ),
      ].map((match) => match[1]),
    );
    const foreign = new Set(wanted.filter((name) => !name.startsWith('node:')));
    const declared = { ...manifest.dependencies, ...manifest.peerDependencies };
    expect([...foreign].filter((name) => !(name in declared) && !isBuiltin(name))).toEqual([]);
  });

  it('needs no test runner, unless its matchers are asked for', () => {
    const peers = Object.keys(manifest.peerDependencies);
    expect(peers).toContain('vitest');
    for (const name of peers) {
      expect(manifest.peerDependenciesMeta[name], name).toEqual({ optional: true });
      expect(manifest.dependencies, name).not.toHaveProperty(name);
    }
  });

  it('asks for the Node versions that it supports', () => {
    expect(manifest.engines.node).toBe('^20.19.0 || >=22.12.0');
    expect(manifest.bin.gradcheck).toBe('bin/gradcheck.js');
  });

  it('exports files that exist', () => {
    const targets = targetsOf(manifest.exports);
    expect(targets.length).toBeGreaterThan(2);
    for (const target of targets) expect(existsSync(join(installed, target)), target).toBe(true);
  });
});

describe('the package, installed elsewhere', () => {
  const check = (name: string, source: string) => {
    writeFileSync(join(project, name), source);
    return gradcheckJson([name], { cwd: project, bin: join(installed, 'bin/gradcheck.js') });
  };

  it('checks a model', async () => {
    const right = `export const params: number[] = [1, 2];
      export const loss = ([x, y]: number[]) => x ** 2 * y;
      export const gradient = ([x, y]: number[]) => [2 * x * y, x ** 2];`;
    expect((await check('model.ts', right)).exitCode).toBe(0);
    expect((await check('wrong.ts', right.replace('x ** 2]', 'x]').replace('[1, 2]', '[3, 2]'))).exitCode).toBe(1);
  });

  it('checks models that import their helpers from it', async () => {
    const { report, exitCode } = await check(
      'suite.mts',
      `import { defineModel, defineSuite } from 'gradcheck';
       const square = defineModel({ name: 'square', params: { x: 3 }, loss: (p) => p.x ** 2, gradient: (p) => ({ x: 2 * p.x }) });
       const line = defineModel({ name: 'line', params: [1, 2], loss: ([x, y]) => x + 3 * y, gradient: () => [1, 3] });
       export default defineSuite([square, line]);`,
    );
    expect(exitCode).toBe(0);
    expect(modelOf(report, 'square').verdict).toBe('pass');
    expect(modelOf(report, 'line').verdict).toBe('pass');
  });

  it('has an interface to import, and its own schema', () => {
    const code = `import { defineModel, GradcheckError } from 'gradcheck';
      import schema from 'gradcheck/schema/report.schema.json' with { type: 'json' };
      console.log(typeof defineModel, new GradcheckError('usage', 'x').name, schema.type);`;
    const printed = execFileSync(process.execPath, ['--no-warnings', '--input-type=module', '-e', code], {
      cwd: project,
      encoding: 'utf8',
    });
    expect(printed.trim()).toBe('function GradcheckError object');
  });
});

/** The files of an `exports` field, whatever its conditions. */
function targetsOf(entry: unknown): string[] {
  return typeof entry === 'string' ? [entry] : Object.values(entry as object).flatMap(targetsOf);
}

function isBuiltin(name: string): boolean {
  return (
    process.getBuiltinModule?.(name) !== undefined ||
    ['fs', 'path', 'os', 'util', 'crypto', 'tty', 'child_process', 'events', 'url'].includes(name)
  );
}
