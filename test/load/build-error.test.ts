import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { GradcheckError } from '../../src/errors.js';
import { bundleModule, stopBundler } from '../../src/load/bundle.js';
import { fixture, makeProject } from './project.js';

afterAll(() => stopBundler());

async function fail(file: string): Promise<GradcheckError> {
  const error = await bundleModule(file).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(GradcheckError);
  return error as GradcheckError;
}

describe('syntax errors', () => {
  it('come with the place, counted in characters, and a frame', async () => {
    const { code, message, details } = await fail(fixture('broken/syntax.ts'));
    expect(code).toBe('syntax');
    expect(message).toBe('Unexpected ";"');
    expect(details.location).toEqual({
      file: fixture('broken/syntax.ts'),
      line: 4,
      column: 26,
      text: 'const é = 1; const y = ;',
    });
    expect(details.frame).toBe(
      [
        '  2 | ',
        '  3 | export function loss(x: number[]): number {',
        '> 4 |   const é = 1; const y = ;',
        '    |                          ^',
        '  5 |   return x[0]! * y;',
        '  6 | }',
      ]
        .join('\n')
        .replace('2 | \n', '2 |\n'),
    );
  });

  it('are told in terms of the user’s text, also where import.meta is rewritten', async () => {
    const { code, message, details } = await fail(fixture('broken/unclosed.ts'));
    expect(code).toBe('syntax');
    expect(message).toMatch(/end of file/);
    expect(details.location!.line).toBeLessThanOrEqual(4);
    expect(details.frame).not.toContain('gradcheck');
  });

  it('are found in imported files', async () => {
    const folder = makeProject({ 'model.js': "import './lib/bad.js';", 'lib/bad.js': 'let a = 1;\nlet a = 2;' });
    const { code, details } = await fail(join(folder, 'model.js'));
    expect(code).toBe('syntax');
    expect(details.location).toMatchObject({ file: join(folder, 'lib/bad.js'), line: 2, column: 5 });
  });
});

describe('what cannot be loaded', () => {
  it('is a missing file', async () => {
    const error = await fail('/nowhere/model.ts');
    expect(error.code).toBe('file-not-found');
    expect(error.message).toContain('/nowhere/model.ts');
  });

  it('is a folder', async () => {
    const folder = makeProject({});
    mkdirSync(join(folder, 'model.ts'));
    expect((await fail(join(folder, 'model.ts'))).code).toBe('load');
  });

  it('is an import that does not resolve', async () => {
    const { code, message, details } = await fail(fixture('broken/unresolved.ts'));
    expect(code).toBe('load');
    expect(message).toBe('Could not resolve "@scope/not-installed/sub" (and 1 more error)');
    expect(details.hint).toContain('npm install @scope/not-installed"');
    expect(details.location).toMatchObject({ file: fixture('broken/unresolved.ts'), line: 1, column: 19 });
    expect(details.frame).toContain('> 1 |');
  });

  it('is an alias of a tsconfig.json whose base is missing, which the hint says', async () => {
    const folder = makeProject({
      'tsconfig.json': '{ "extends": "./gone.json" }',
      'model.ts': "import x from '@/x';\nexport default x;",
    });
    const { code, details } = await fail(join(folder, 'model.ts'));
    expect(code).toBe('load');
    expect(details.hint).toContain('gone.json');
  });

  it('is a tsconfig.json that does not parse', async () => {
    const folder = makeProject({ 'tsconfig.json': '{ "compilerOptions": ', 'model.ts': 'export default 1;' });
    const { code, details } = await fail(join(folder, 'model.ts'));
    expect(code).toBe('load');
    expect(details.location!.file).toBe(join(folder, 'tsconfig.json'));
  });

  it('is an export that is not there', async () => {
    const { code, message, details } = await fail(fixture('broken/no-export.ts'));
    expect(code).toBe('load');
    expect(message).toContain('nothing');
    expect(details.location).toMatchObject({ line: 1, column: 10 });
  });

  it('is a file of another kind', async () => {
    const { code, details } = await fail(fixture('broken/model.py'));
    expect(code).toBe('load');
    expect(details.hint).toContain('.mts');
  });
});
