import { build } from 'esbuild';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createViteServer } from 'vitest/node';
import { readTree } from '../../src/model/tree-layout.js';
import { buildTree } from '../../src/model/build-tree.js';
import { differentiate } from '../autodiff/differences.js';
import { loss, params, rows, type Params } from '../fixtures/production/loss.js';
import { createProgram, type Program } from './program.js';

/** What the program prints. */
interface Found {
  value: number;
  gradient: unknown;
  product: unknown;
  derivative: number;
}

const { layout, values } = readTree(params);
const plainLoss = (at: readonly number[]): number => loss(buildTree(layout, Float64Array.from(at)) as Params, rows);
const flat = (tree: unknown): number[] =>
  typeof tree === 'number' ? [tree] : Object.values(tree as object).flatMap((part) => flat(part));

/** Holds what came out of a program against differences of the same loss, run as it is. */
async function expectRight({ value, gradient, product, derivative }: Found): Promise<void> {
  expect(value).toBe(loss(params, rows));
  const slopes = flat(gradient);
  const expected = await differentiate(plainLoss, [...values]);
  expect(slopes).toHaveLength(values.length);
  expected.forEach(({ slope, bound }, i) => expect(Math.abs(slopes[i] - slope)).toBeLessThanOrEqual(bound));
  const along = async (t: number, read: (at: number[]) => number | Promise<number>): Promise<number> =>
    read([...values].map((x, i) => x + t * slopes[i]));
  const [first] = await differentiate(([t]) => along(t, plainLoss), [0]);
  expect(Math.abs(derivative - first.slope)).toBeLessThanOrEqual(first.bound);
  // v·H·v, the second derivative along v = gradient.
  const curvature = flat(product).reduce((sum, x, i) => sum + x * slopes[i], 0);
  const slopeAt = async (t: number): Promise<number> =>
    (await differentiate(([s]) => along(t + s, plainLoss), [0]))[0].slope;
  const [second] = await differentiate(([t]) => slopeAt(t), [0]);
  expect(curvature).toBeCloseTo(second.slope, 6);
}

let program: Program;
beforeAll(() => {
  program = createProgram();
});
afterAll(() => program.remove());

const print = (args: readonly string[], env?: Record<string, string>): Found =>
  JSON.parse(program.node(args, env)) as Found;

describe('node --import gradcheck/register', () => {
  it('runs a program of TypeScript modules', () => expectRight(print(['--import', 'gradcheck/register', 'app.ts'])));

  it('runs a program of JavaScript modules, and of CommonJS', async () => {
    const options = { entryPoints: ['loss.ts', 'layers.ts', 'app.ts'], absWorkingDir: program.folder, outdir: 'plain' };
    await build({ ...options, format: 'esm' });
    await expectRight(print(['--import', 'gradcheck/register', 'plain/app.js']));
    await build({ ...options, format: 'cjs', outdir: 'common' });
    program.write('common/package.json', '{ "type": "commonjs" }');
    await expectRight(print(['--import', 'gradcheck/register', 'common/app.js']));
  });

  it('names places in the source files where something throws', () => {
    program.write(
      'throws.ts',
      `import type { Params } from './loss.js';\n\nexport const fail = (x: number): number => {\n  if (x * 2 > 1) throw new Error('too large');\n  return x;\n};\nfail(3);\n`,
    );
    expect(() => program.node(['--enable-source-maps', '--import', 'gradcheck/register', 'throws.ts'])).toThrow(
      /too large[^]*throws\.ts:4:24/,
    );
  });

  it('leaves packages alone, unless they are named', () => {
    const name = 'node_modules/square';
    program.write(`${name}/package.json`, '{ "name": "square", "type": "module", "exports": "./index.js" }');
    program.write(
      `${name}/index.js`,
      'export const square = (x) => x * x;\nexport const norm = (w) => { let s = 0; for (let i = 0; i < w.length; i++) s += w[i] * w[i]; return s; };\n',
    );
    program.write(
      'uses-package.ts',
      `import { gradient } from 'gradcheck';
       import { norm, square } from 'square';
       const loss = (p: { w: Float64Array; b: number }): number => norm(p.w) + square(p.b);
       console.log(JSON.stringify(gradient(loss)({ w: Float64Array.of(1, 2), b: 3 })));`,
    );
    const args = ['--import', 'gradcheck/register', 'uses-package.ts'];
    expect(() => program.node(args)).toThrow(
      /not-instrumentable[^]*numbers left the code|numbers left the code[^]*not-instrumentable/,
    );
    for (const packages of ['square', 'other, square', 'all']) {
      expect(JSON.parse(program.node(args, { GRADCHECK_PACKAGES: packages }))).toEqual({ w: { 0: 2, 1: 4 }, b: 6 });
    }
  });

  it('is needed: without it the program is refused', async () => {
    await build({
      entryPoints: ['app.ts'],
      absWorkingDir: program.folder,
      outfile: 'plain.js',
      bundle: true,
      packages: 'external',
      format: 'esm',
    });
    expect(() => program.node(['plain.js'])).toThrow(/nothing in this program is instrumented[^]*gradcheck\/register/);
  });
});

describe('gradcheck/esbuild', () => {
  const bundle = async (script: string, outfile: string): Promise<void> => {
    program.write(
      'build.js',
      `import { build } from 'esbuild';\nimport gradcheck from 'gradcheck/esbuild';\n${script}`,
    );
    program.node(['build.js', outfile]);
  };
  const BUILD = `await build({ entryPoints: ['app.ts'], bundle: true, format: 'esm', outfile: process.argv[2], plugins: [gradcheck()], sourcemap: true`;

  it('builds a program for Node', async () => {
    await bundle(`${BUILD}, platform: 'node' });`, 'node.js');
    await expectRight(print(['node.js']));
  });

  it('builds a program for browsers: nothing of Node is asked for', async () => {
    await bundle(`${BUILD}, platform: 'browser', minify: true });`, 'browser.js');
    await expectRight(print(['browser.js']));
  });

  it('keeps the packages that stay outside, and shares the runtime with them', async () => {
    await bundle(`${BUILD}, platform: 'node', packages: 'external' });`, 'external.js');
    await expectRight(print(['external.js']));
  });

  it('builds CommonJS modules of the program', async () => {
    program.write('double.cjs', `'use strict';\nexports.double = function (w) { return w.map((x) => 2 * x); };\n`);
    program.write(
      'uses-common.ts',
      `import { gradient } from 'gradcheck/gradient';
       import { double } from './double.cjs';
       const loss = (w: Float64Array): number => double(w)[0] * double(w)[1];
       console.log(JSON.stringify(Array.from(gradient(loss)(Float64Array.of(3, 5)))));`,
    );
    await bundle(BUILD.replace('app.ts', 'uses-common.ts') + ` });`, 'uses-common.js');
    expect(program.node(['uses-common.js'])).toBe('[20,12]\n');
  });

  it('tells what does not compile as esbuild does, with its place', async () => {
    program.write('broken.ts', 'export const x: number = ;\n');
    await expect(bundle(BUILD.replace('app.ts', 'broken.ts') + ' });', 'broken.js')).rejects.toThrow(
      /broken\.ts:1:25[^]*Unexpected/,
    );
  });
});

describe('gradcheck/vite', () => {
  let server: Awaited<ReturnType<typeof createViteServer>>;
  beforeAll(async () => {
    // From the program, as a vite.config.ts would import it.
    const { default: gradcheck } = (await import(
      join(program.folder, 'node_modules/gradcheck/dist/vite.js')
    )) as typeof import('../../src/vite.js');
    server = await createViteServer({
      root: program.folder,
      configFile: false,
      logLevel: 'error',
      server: { middlewareMode: true, ws: false },
      optimizeDeps: { noDiscovery: true },
      plugins: [gradcheck()],
    });
  });
  afterAll(() => server.close());

  it('serves a program that follows its losses', async () => {
    const { found } = (await server.ssrLoadModule('/app.ts')) as { found: Found };
    await expectRight(found);
  });

  it('leaves alone what is not the program’s', async () => {
    const { code } = (await server.transformRequest('/loss.ts'))!;
    expect(code).toMatch(/^import "[^"]*\/dist\/runtime.js"/);
    const other = (await server.transformRequest('/node_modules/gradcheck/dist/gradient.js'))!;
    expect(other.code).not.toContain('dist/runtime.js');
  });
});

describe('gradcheck/instrument', () => {
  it('rewrites a text, with a map back to it', async () => {
    const { outputFiles } = await build({
      entryPoints: ['loss.ts'],
      absWorkingDir: program.folder,
      bundle: true,
      format: 'esm',
      write: false,
    });
    program.write('bundle.js', outputFiles[0].text);
    program.write(
      'uses-instrument.js',
      `import { readFileSync, writeFileSync } from 'node:fs';
       import { instrument } from 'gradcheck/instrument';
       const { code, map } = instrument(readFileSync('bundle.js', 'utf8'), { fileName: 'bundle.js' });
       if (JSON.parse(map).sources[0] !== 'bundle.js') throw new Error(map);
       writeFileSync('instrumented.js', code);
       const { loss, params, rows } = await import('./instrumented.js');
       const { hessianVectorProduct, jvp, valueAndGradient } = await import('gradcheck');
       const { value, gradient } = valueAndGradient(loss)(params, rows);
       const product = hessianVectorProduct(loss)(params, gradient, rows);
       const { derivative } = jvp(loss)(params, gradient, rows);
       console.log(JSON.stringify({ value, gradient, product, derivative }));`,
    );
    await expectRight(print(['uses-instrument.js']));
  });
});
