import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { bundleModule, stopBundler } from '../../src/load/bundle.js';
import { importModule } from '../../src/load/import-module.js';
import { readSourcePositions } from '../../src/load/source-positions.js';
import { buildProgram, copyFixture, fixture, makeProject, runInWorker } from './project.js';

afterAll(() => stopBundler());

async function load(file: string): Promise<Record<string, unknown>> {
  const bundle = await bundleModule(file);
  try {
    return await importModule(bundle.url);
  } finally {
    bundle.dispose();
  }
}

describe('TypeScript', () => {
  it('runs enums, namespaces, JSON, top-level await, dynamic import and .js/.mjs/.cjs specifiers of .ts files', async () => {
    const module = await load(fixture('typescript/model.mts'));
    expect(module).toMatchObject({
      params: { w: [1, 2] },
      values: { level: 2, name: 'Low', activation: 'relu', cube: 8 },
      scale: 3,
      parts: [2, 2, 'later', 3],
      default: { params: { w: [1, 2] } },
    });
    expect(Object.getPrototypeOf(module)).toBe(Object.prototype);
  });

  it('lists every source file', async () => {
    const bundle = await bundleModule(fixture('typescript/model.mts'));
    bundle.dispose();
    const names = ['activation.ts', 'half.mts', 'later.ts', 'model.mts', 'quarter.cts', 'settings.json'];
    expect(bundle.inputs).toEqual(names.map((name) => fixture(`typescript/${name}`)));
    expect(bundle.source).toBe(fixture('typescript/model.mts'));
  });

  it('runs experimental decorators, also in a file whose import.meta is rewritten', async () => {
    const module = await load(fixture('decorators/experimental.ts'));
    expect(module).toMatchObject({ rate: 1, seen: ['rate of Model'] });
  });

  it('runs standard decorators', async () => {
    expect(await load(fixture('decorators/standard/standard.ts'))).toMatchObject({ value: 18 });
  });

  it('runs JSX', async () => {
    expect(await load(fixture('jsx/model.tsx'))).toMatchObject({ tree: ['node', 1, 'two'] });
    expect(await load(fixture('jsx/plain.jsx'))).toMatchObject({ tree: ['node', 3] });
  });

  it('keeps function bodies as they are, without name helpers', async () => {
    const folder = makeProject({
      'model.ts': 'export const loss = (x: number) => { const f = () => x; return f(); };',
    });
    const bundle = await bundleModule(join(folder, 'model.ts'));
    expect(readFileSync(fileURLToPath(bundle.url), 'utf8')).not.toContain('__name');
    bundle.dispose();
  });
});

describe('CommonJS', () => {
  it('exposes the names of exports', async () => {
    const module = await load(fixture('commonjs/model.cjs'));
    expect(module).toMatchObject({ params: { w: [3, 4] }, exists: true, here: fixture('commonjs'), isMain: false });
    expect((module.loss as (p: unknown) => number)(module.params)).toBe(25);
    expect(module.default).toMatchObject({ params: { w: [3, 4] } });
  });

  it('exposes the names of a module.exports object, not those of a list', async () => {
    const folder = makeProject({ 'object.js': "'use strict';\nmodule.exports = { params: 2, loss: (x) => x * x };" });
    expect(Object.keys(await load(join(folder, 'object.js'))).sort()).toEqual(['default', 'loss', 'params']);
    expect(await load(fixture('commonjs/list.cjs'))).toEqual({ default: [{ params: 1 }, { params: 2 }] });
  });

  it('takes the default of a compiled ES module for the default', async () => {
    const module = await load(fixture('commonjs/compiled.cjs'));
    expect(module).toMatchObject({ params: 5, default: { loss: expect.any(Function) } });
  });

  it('runs .cts with import = and export =', async () => {
    expect(await load(fixture('commonjs/typed.cts'))).toMatchObject({ params: 7, base: 'typed.cts' });
  });

  it('is importable from TypeScript, beside a variable named require', async () => {
    const module = await load(fixture('commonjs/mixed.ts'));
    expect(module).toEqual({ total: 7, place: fixture('commonjs/sum.cjs') });
  });

  it('may be mixed into TypeScript by require, of the user’s files and of builtins', async () => {
    expect(await load(fixture('commonjs/dynamic.ts'))).toEqual({ value: 1.5, platform: process.platform });
  });

  it('does not merge a default export of an ES module', async () => {
    const folder = makeProject({ 'model.mjs': 'export default { loss: 1 };' });
    expect(await load(join(folder, 'model.mjs'))).toEqual({ default: { loss: 1 } });
  });
});

describe('the place of a source file', () => {
  it('stays its own, in every form, and in no string', async () => {
    const file = fixture('place/model.ts');
    const bundle = await bundleModule(file);
    const { value } = await runInWorker(bundle.url, '({ ...m, fail: null })');
    bundle.dispose();
    expect(value).toMatchObject({
      text: 'import.meta.url and __dirname in a string stay',
      url: pathToFileURL(file).href,
      taken: pathToFileURL(file).href,
      dirname: fixture('place'),
      filename: file,
      legacy: file,
      rows: ['x,y', '1,2'],
      again: 8,
      sibling: pathToFileURL(fixture('place/data.csv')).href,
      packaged: 'node:fs',
      nested: fixture('place/nested'),
      own: 'own',
    });
  });

  it('is the real one of a linked file', async () => {
    const folder = makeProject({
      'real/model.ts': "import { x } from './x';\nexport const at = [__filename, x];",
      'real/x.ts': 'export const x = 1;',
    });
    symlinkSync(join(folder, 'real/model.ts'), join(folder, 'link.ts'));
    expect(await load(join(folder, 'link.ts'))).toEqual({ at: [join(folder, 'real/model.ts'), 1] });
  });
});

describe('resolution', () => {
  const manifest = (name: string, main: string) => JSON.stringify({ name, version: '1.0.0', type: 'module', main });

  it('follows tsconfig paths and extends', async () => {
    expect(await load(fixture('tsconfig/model.ts'))).toEqual({ value: 9 });
  });

  it('leaves packages to Node and bundles linked workspace packages with what they import', async () => {
    const folder = makeProject({
      'app/model.ts': "import { a } from 'plain';\nimport { w } from '@work/space';\nexport const value = [a, w];",
      'app/node_modules/plain/package.json': manifest('plain', 'index.js'),
      'app/node_modules/plain/index.js': 'export const a = import.meta.url;',
      'space/package.json': manifest('@work/space', './src/index.ts'),
      'space/src/index.ts':
        "import { b } from 'deep';\nimport { own } from './own.js';\nexport const w: string[] = [b, own];",
      'space/src/own.ts': 'export const own: string = import.meta.url;',
      'space/node_modules/deep/package.json': manifest('deep', 'index.js'),
      'space/node_modules/deep/index.js': 'export const b = import.meta.url;',
    });
    mkdirSync(join(folder, 'app/node_modules/@work'));
    symlinkSync(join(folder, 'space'), join(folder, 'app/node_modules/@work/space'));
    const bundle = await bundleModule(join(folder, 'app/model.ts'));
    expect(bundle.inputs.map((file) => basename(file))).toEqual(['model.ts', 'index.ts', 'own.ts']);
    const { value } = await runInWorker(bundle.url, 'm.value');
    bundle.dispose();
    const at = (path: string) => pathToFileURL(join(folder, path)).href;
    expect(value).toEqual([
      at('app/node_modules/plain/index.js'),
      [at('space/node_modules/deep/index.js'), at('space/src/own.ts')],
    ]);
  });

  it('bundles packages in node_modules that are TypeScript or JSON, and #imports of the user’s files', async () => {
    const folder = makeProject({
      'package.json': JSON.stringify({ type: 'module', imports: { '#own': './own.ts', '#pkg': 'plain' } }),
      'own.ts': 'export const own: number = 1;',
      'model.ts':
        "import { own } from '#own';\nimport { t } from 'typed';\nimport p from 'typed/package.json';\nimport { a } from '#pkg';\nexport const value = [own, t, p.name, a];",
      'node_modules/typed/package.json': JSON.stringify({ name: 'typed', main: 'index.ts' }),
      'node_modules/typed/index.ts': 'export const t: number = 2;',
      'node_modules/plain/package.json': manifest('plain', 'index.js'),
      'node_modules/plain/index.js': 'export const a = 3;',
    });
    const bundle = await bundleModule(join(folder, 'model.ts'));
    const { value } = await runInWorker(bundle.url, 'm.value');
    bundle.dispose();
    expect(value).toEqual([1, 2, 'typed', 3]);
  });

  it('bears a require of an optional package, and one known at run time only', async () => {
    const folder = makeProject({
      'model.cjs': `let found = true;
        try { require('not-installed'); } catch { found = false; }
        const name = ['./', 'late.cjs'].join('');
        module.exports = { found, late: require(name), resolved: require.resolve('./late.cjs') };`,
      'late.cjs': 'module.exports = 1;',
    });
    const bundle = await bundleModule(join(folder, 'model.cjs'));
    const { value } = await runInWorker(bundle.url, 'm.default');
    bundle.dispose();
    expect(value).toMatchObject({ found: false, late: 1 });
  });

  it('imports a package by its address where only tsconfig paths name it', async () => {
    const folder = makeProject({
      'tsconfig.json': '{ "compilerOptions": { "paths": { "alias": ["./node_modules/plain/index.js"] } } }',
      'model.ts': "import { a } from 'alias';\nexport { a };",
      'node_modules/plain/package.json': manifest('plain', 'index.js'),
      'node_modules/plain/index.js': 'export const a = 3;',
    });
    const bundle = await bundleModule(join(folder, 'model.ts'));
    const { value } = await runInWorker(bundle.url, 'm.a');
    bundle.dispose();
    expect(value).toBe(3);
  });

  it('finds the running gradcheck where none is installed', async () => {
    const root = makeProject({
      'package.json': JSON.stringify({
        name: 'gradcheck',
        type: 'module',
        exports: { '.': './dist/index.js', './more': './dist/more.js' },
      }),
      'dist/index.js': "export const which = 'running';",
      'dist/more.js': "export const more = 'more';",
    });
    await buildProgram(
      root,
      "export { bundleModule, stopBundler } from '../../src/load/bundle.js';",
      'dist/chunks/load.js',
    );
    const running = (await import(pathToFileURL(join(root, 'dist/chunks/load.js')).href)) as {
      bundleModule: typeof bundleModule;
      stopBundler: typeof stopBundler;
    };
    const folder = makeProject({
      'model.ts': "import { which } from 'gradcheck';\nimport { more } from 'gradcheck/more';\nexport { which, more };",
    });
    const bundle = await running.bundleModule(join(folder, 'model.ts'));
    const { value, error } = await runInWorker(bundle.url, '({ ...m })');
    bundle.dispose();
    await running.stopBundler();
    expect(error).toBeUndefined();
    expect(value).toEqual({ which: 'running', more: 'more' });
  });

  it('prefers an installed gradcheck', async () => {
    const folder = makeProject({
      'model.ts': "import { which } from 'gradcheck';\nexport { which };",
      'node_modules/gradcheck/package.json': manifest('gradcheck', 'index.js'),
      'node_modules/gradcheck/index.js': "export const which = 'installed';",
    });
    const bundle = await bundleModule(join(folder, 'model.ts'));
    const { value } = await runInWorker(bundle.url, 'm.which');
    bundle.dispose();
    expect(value).toBe('installed');
  });

  it('bears a tsconfig.json whose extends is missing, and says so', async () => {
    const folder = makeProject({
      'tsconfig.json': '{ "extends": "./gone.json" }',
      'model.ts': 'export const x: number = 1;',
    });
    const bundle = await bundleModule(join(folder, 'model.ts'));
    bundle.dispose();
    expect(bundle.warnings.join()).toContain('gone.json');
  });
});

describe('odd files', () => {
  it.each(['with space', 'ünï#code?x%20', "quote'd (1) [x]", 'a+b&c', 'percent%'])(
    'may lie in a folder named %s',
    async (name) => {
      const folder = makeProject({
        [`${name}/the model.ts`]:
          "import { x } from './x.js';\nexport const at = [import.meta.filename, x];\nexport const fail = () => { throw new Error('x') };",
        [`${name}/x.ts`]: 'export const x = __dirname;',
        [`${name}/node_modules/empty.txt`]: '',
      });
      const file = join(folder, name, 'the model.ts');
      const bundle = await bundleModule(file);
      const positions = readSourcePositions(bundle.url);
      const { value } = await runInWorker(bundle.url, 'm.at');
      const { error } = await runInWorker(bundle.url, 'm.fail()');
      bundle.dispose();
      expect(value).toEqual([file, join(folder, name)]);
      expect(positions.describeError(error).location).toMatchObject({ file, line: 3 });
      expect(bundle.inputs).toEqual([file, join(folder, name, 'x.ts')]);
    },
  );

  it('may begin with a byte order mark, end in a comment, or be empty', async () => {
    const folder = makeProject({
      'bom.ts': '\ufeffexport const here = __filename; // the end',
      'strict.cjs': "'use strict';\nexports.here = __filename; /* end */",
      'empty.ts': '',
    });
    expect(await load(join(folder, 'bom.ts'))).toEqual({ here: join(folder, 'bom.ts') });
    expect(await load(join(folder, 'strict.cjs'))).toMatchObject({ here: join(folder, 'strict.cjs') });
    expect(await load(join(folder, 'empty.ts'))).toEqual({});
  });

  it('may import by a pattern, import CommonJS dynamically, and require TypeScript', async () => {
    const folder = makeProject({
      'model.ts': `const name = 'b';
        const part = await import(\`./parts/\${name}.ts\`);
        const { default: legacy } = await import('./legacy.cjs');
        const { own } = require('./own.ts');
        export const value = [part.b, legacy.c, own];
        declare const require: any;`,
      'parts/a.ts': 'export const a = 1;',
      'parts/b.ts': 'export const b: number = 2;',
      'legacy.cjs': 'exports.c = 3;',
      'own.ts': 'export const own: number = 4;',
    });
    expect(await load(join(folder, 'model.ts'))).toEqual({ value: [2, 3, 4] });
  });

  it('may be configured by a tsconfig.json that extends itself or leaves JSX alone', async () => {
    const folder = makeProject({
      'tsconfig.json': '{ "extends": "./tsconfig.json", "compilerOptions": { "jsx": "preserve", "jsxFactory": "h" } }',
      'model.tsx': 'const h = (name: string) => name;\nexport const tree: any = <a />;',
    });
    expect(await load(join(folder, 'model.tsx'))).toEqual({ tree: 'a' });
  });
});

it('bundles several models at once', async () => {
  const folder = copyFixture('typescript');
  const files = ['model.mts', 'half.mts', 'later.ts', 'model.mts'].map((name) => join(folder, name));
  const bundles = await Promise.all(files.map((file) => bundleModule(file)));
  expect(new Set(bundles.map((bundle) => bundle.url)).size).toBe(4);
  const modules = await Promise.all(bundles.map((bundle) => runInWorker(bundle.url, 'Object.keys(m)')));
  for (const bundle of bundles) bundle.dispose();
  expect(modules[1]!.value).toEqual(['half']);
  expect(modules[3]!.value).toContain('parts');
});

it('starts again after it was stopped', async () => {
  await stopBundler();
  await stopBundler();
  expect(await load(fixture('typescript/half.mts'))).toHaveProperty('half');
});
