import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleModule, stopBundler } from '../../src/load/bundle.js';
import { readSourcePositions, type SourcePositions } from '../../src/load/source-positions.js';
import { copyFixture, fixture, makeProject, runInWorker } from './project.js';

afterAll(() => stopBundler());

/** Runs an expression that throws, and describes the error once the bundle is gone. */
async function describeThrown(file: string, expression = 'undefined') {
  const bundle = await bundleModule(file);
  const positions = readSourcePositions(bundle.url);
  const { error } = await runInWorker(bundle.url, expression);
  bundle.dispose();
  expect(error).toBeDefined();
  return positions.describeError(error);
}

describe('an error of the user’s', () => {
  const model = fixture('errors/model.ts');
  const divide = fixture('errors/divide.ts');

  it('is located in the user’s TypeScript', async () => {
    const described = await describeThrown(model, 'm.loss({ w: [1] })');
    expect(described.message).toBe('RangeError: division by zero');
    expect(described.location).toEqual({
      file: divide,
      line: 5,
      column: 22,
      text: "if (b === 0) throw new RangeError('division by zero');",
    });
    expect(described.frame).toContain("> 5 |   if (b === 0) throw new RangeError('division by zero');");
    expect(described.stack!.split('\n').slice(0, 3)).toEqual([
      'RangeError: division by zero',
      `    at divide (${divide}:5:22)`,
      `    at Module.loss (${model}:13:10)`,
    ]);
  });

  it('is located through callbacks of builtins and after an await', async () => {
    const mapped = await describeThrown(model, 'm.mapped({ w: [1] })');
    expect(mapped.stack).toContain('at Array.map (<anonymous>)');
    expect(mapped.stack).toContain(`${model}:16:`);
    const slow = await describeThrown(model, 'm.slow()');
    expect(slow.stack).toContain(`${model}:20:10`);
  });

  it('is located while the module loads', async () => {
    const described = await describeThrown(fixture('errors/at-import.ts'));
    expect(described.location).toMatchObject({ file: fixture('errors/at-import.ts'), line: 3, column: 49 });
    expect(described.message).toMatch(/^TypeError: Cannot read properties of null/);
  });

  it('is located behind the shim of require, with and without a hashbang', async () => {
    const described = await describeThrown(fixture('hashbang/model.cjs'), 'm.default.loss()');
    expect(described.location).toMatchObject({ file: fixture('hashbang/model.cjs'), line: 4, column: 9 });
    const folder = makeProject({
      'model.cjs': "const { sep } = require('path');\nexports.loss = () => {\n  throw new Error(sep);\n};",
    });
    const shifted = await describeThrown(join(folder, 'model.cjs'), 'm.default.loss()');
    expect(shifted.location).toMatchObject({ line: 3, column: 9 });
  });

  it('is located in a file whose import.meta is rewritten, with the user’s text in the frame', async () => {
    const described = await describeThrown(fixture('place/model.ts'), 'm.fail()');
    expect(described.location).toMatchObject({
      line: 17,
      column: 9,
      text: 'throw new Error(`bad ${import.meta.url.length}`);',
    });
    expect(described.frame).not.toContain('gradcheck');
  });

  it('is located in the user’s file when a package throws, and keeps the package’s frames', async () => {
    const folder = makeProject({
      'model.ts': "import { fail } from 'plain';\ntype T = 1;\n\nexport const loss = (): T => fail();",
      'node_modules/plain/package.json': '{ "name": "plain", "main": "index.js", "type": "module" }',
      'node_modules/plain/index.js': "export const fail = () => { throw new Error('inside'); };",
    });
    const { location, stack } = await describeThrown(join(folder, 'model.ts'), 'm.loss()');
    expect(location).toMatchObject({ file: join(folder, 'model.ts'), line: 4, column: 30 });
    expect(stack).toContain('node_modules/plain/index.js:1:');
  });

  it('is located at the import when a package has no such export', async () => {
    const folder = makeProject({
      'model.ts': "type T = 1;\n\nimport { gone } from 'plain';\nexport const loss: T = gone;",
      'node_modules/plain/package.json': '{ "name": "plain", "main": "index.js", "type": "module" }',
      'node_modules/plain/index.js': 'export const here = 1;',
    });
    const { location, message } = await describeThrown(join(folder, 'model.ts'));
    expect(message).toContain("does not provide an export named 'gone'");
    expect(location).toMatchObject({ file: join(folder, 'model.ts'), line: 3 });
  });

  it('has no frames of gradcheck and of Node', () => {
    const own = fileURLToPath(new URL('../../src/run/worker.ts', import.meta.url));
    const error = {
      name: 'Error',
      message: 'x',
      stack: `Error: x\n    at run (${own}:1:2)\n    at node:internal/main:1:2\n    at Generator.next (<anonymous>)`,
    };
    expect(noPositions().describeError(error)).toEqual({ message: 'x' });
  });

  it('is not misled by a message that looks like a stack', async () => {
    const error = new Error('odd\n    at fake (/tmp/fake.ts:1:1)');
    error.stack = `Error: ${error.message}\n    at real (/tmp/real.ts:2:3)`;
    expect(noPositions().describeError(error).location).toMatchObject({ file: '/tmp/real.ts', line: 2, column: 3 });
  });
});

describe('causes', () => {
  it('are told with their messages and frames', async () => {
    const bundle = await bundleModule(fixture('errors/model.ts'));
    const positions = readSourcePositions(bundle.url);
    const { error } = await runInWorker(bundle.url, 'm.wrapped()');
    bundle.dispose();
    const cause = new RangeError('division by zero');
    const described = positions.describeError(Object.assign(new TypeError('the loss failed'), { ...error, cause }));
    expect(described.message).toBe('TypeError: the loss failed (caused by: RangeError: division by zero)');
    expect(described.location).toMatchObject({ line: 27, column: 11 });
    expect(described.stack).toContain('Caused by: RangeError: division by zero');
  });

  it('may go in a circle', () => {
    const error = new Error('a', { cause: new Error('b') });
    (error.cause as Error).cause = error;
    expect(noPositions().describeError(error).message).toBe('a (caused by: b)');
  });

  it('include the first of an AggregateError', () => {
    const error = new AggregateError([new Error('one')], 'all failed');
    expect(noPositions().describeError(error).message).toBe('AggregateError: all failed (caused by: one)');
  });
});

describe('anything thrown', () => {
  it.each([
    ['no data', 'the string "no data" was thrown'],
    ['', 'an empty string was thrown'],
    [1.5, 'the number 1.5 was thrown'],
    [null, 'null was thrown'],
    [undefined, 'undefined was thrown'],
    [true, 'the boolean true was thrown'],
    [Symbol('s'), 'the symbol Symbol(s) was thrown'],
    [12n, 'the bigint 12n was thrown'],
    [{ code: 1 }, 'the object {"code":1} was thrown'],
    [{ message: 'from an object' }, 'from an object'],
    [() => 1, 'a function was thrown'],
    [Object.create(null), 'the object {} was thrown'],
    [new Error(), 'Error without a message'],
  ])('%s is worded', (thrown, message) => {
    expect(noPositions().describeError(thrown).message).toBe(message);
  });

  it('may be hostile', () => {
    const throwing = () => {
      throw new Error('hostile');
    };
    const getters = Object.defineProperties(new Error('x'), {
      stack: { get: throwing },
      message: { get: throwing },
      name: { get: throwing },
      cause: { get: throwing },
    });
    const proxy = new Proxy({}, { get: throwing, has: throwing, ownKeys: throwing, getPrototypeOf: throwing });
    const circular: Record<string, unknown> = {};
    circular.self = circular;
    const odd = Object.assign(new Error('x'), { stack: 12, message: { toString: throwing } });
    for (const thrown of [getters, proxy, circular, odd, Object.assign(new Error('x'), { stack: null })]) {
      expect(typeof noPositions().describeError(thrown).message).toBe('string');
    }
  });
});

describe('positions', () => {
  let positions: SourcePositions;
  beforeAll(async () => {
    const bundle = await bundleModule(fixture('errors/model.ts'));
    positions = readSourcePositions(bundle.url);
    bundle.dispose();
  });

  it('outside of the bundle are null', () => {
    expect(positions.original(1e6, 1)).toBeNull();
    expect(positions.original(0, 0)).toBeNull();
  });

  it('of a bundle that is not there, or has no map, are null', () => {
    expect(noPositions().original(1, 1)).toBeNull();
    const folder = makeProject({ 'bad.mjs': 'x\n//# sourceMappingURL=data:application/json;base64,bm8=' });
    expect(readSourcePositions(pathToFileURL(join(folder, 'bad.mjs')).href).original(1, 1)).toBeNull();
  });

  it('show the text that was bundled, though the file has changed since', async () => {
    const folder = copyFixture('errors');
    const bundle = await bundleModule(join(folder, 'model.ts'));
    const { error } = await runInWorker(bundle.url, 'm.loss({ w: [1] })');
    const read = readSourcePositions(bundle.url);
    bundle.dispose();
    writeFileSync(join(folder, 'divide.ts'), '');
    expect(read.describeError(error).frame).toContain('> 5 |   if (b === 0)');
  });
});

function noPositions(): SourcePositions {
  return readSourcePositions('file:///nowhere/bundle.mjs');
}
