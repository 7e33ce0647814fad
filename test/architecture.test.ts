import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const SRC = fileURLToPath(new URL('../src', import.meta.url));

/** Which folders a folder may import, beside itself and errors.ts. `root` is the files directly in src. */
const ALLOWED: Record<string, readonly string[]> = {
  numdiff: [],
  model: ['numdiff'],
  check: ['model', 'numdiff'],
  diagnose: ['model', 'numdiff', 'check', 'autodiff'],
  autodiff: ['model', 'numdiff'],
  differentiate: ['model', 'numdiff', 'check', 'autodiff'],
  transform: ['autodiff', 'load'],
  curvature: ['model', 'numdiff'],
  training: ['model', 'numdiff'],
  data: ['model', 'numdiff'],
  load: ['check'],
  formula: ['model', 'numdiff', 'check', 'load'],
  config: ['model', 'check', 'load'],
  baseline: ['check'],
  terminal: [],
  report: ['check', 'data', 'terminal', 'training'],
  'load-data': ['data'],
  run: ['model', 'numdiff', 'check', 'diagnose', 'autodiff', 'curvature', 'training', 'data', 'formula', 'load'],
  commands: [
    'model',
    'numdiff',
    'check',
    'diagnose',
    'autodiff',
    'curvature',
    'training',
    'data',
    'load-data',
    'formula',
    'load',
    'config',
    'baseline',
    'run',
    'report',
    'terminal',
    'root',
  ],
  api: ['model', 'numdiff', 'check', 'training', 'run', 'load', 'config', 'report', 'terminal'],
  root: ['model', 'check', 'config', 'autodiff', 'differentiate', 'training', 'transform', 'commands', 'api'],
};

/** Imports of types alone, which leave no trace in the program. */
const ONLY_TYPES = new Set(['load → check', 'baseline → check', 'config → check', 'root → check', 'model → numdiff']);

const PURE = new Set(['numdiff', 'check', 'baseline', 'diagnose', 'curvature', 'training', 'data']);

interface Import {
  file: string;
  target: string;
  isType: boolean;
}

const files = readdirSync(SRC, { recursive: true })
  .map((path) => String(path).replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.ts'));
const sources = new Map(files.map((file) => [file, readFileSync(join(SRC, file), 'utf8')]));
const folderOf = (file: string) => (file.includes('/') ? file.slice(0, file.indexOf('/')) : 'root');

const FROM = /^(?:import|export)\s+(type\s)?(?:[^'";]*?\sfrom\s+)?'([^']+)'/gm;
const CALL = /\bimport\(\s*(?:\/\*.*?\*\/\s*)?'([^']+)'\s*\)/g;

function importsOf(file: string): Import[] {
  const text = sources.get(file)!;
  const found = [...text.matchAll(FROM)].map(([, type, target]) => ({ file, target, isType: type !== undefined }));
  for (const [whole, target] of text.matchAll(CALL)) {
    // `typeof import('…')` and `import('…').Type` are types as well.
    const isType = text.includes(`typeof ${whole}`) || text.includes(`${whole}.`);
    found.push({ file, target, isType });
  }
  return found;
}

const imports = files.flatMap(importsOf);
const own = imports
  .filter(({ target }) => target.startsWith('.'))
  .map((one) => ({ ...one, target: posix.join(posix.dirname(one.file), one.target).replace(/\.js$/, '.ts') }));

describe('imports', () => {
  it('are all read: none is written in a way that this test overlooks', () => {
    for (const [file, text] of sources) {
      const withoutComments = text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/\/\/.*$/gm, '');
      const written = [...withoutComments.matchAll(/\bfrom\s+'|\bimport\(|^import '/gm)].length;
      const dynamic = [...withoutComments.matchAll(/\bimport\(\s*[^'\s]/g)].length;
      expect(importsOf(file).length, file).toBeGreaterThanOrEqual(written - dynamic - quotedImports(withoutComments));
    }
  });

  it('of our own files lead to files that exist', () => {
    expect(own.length).toBeGreaterThan(100);
    for (const { file, target } of own) expect(statSync(join(SRC, target)).isFile(), `${file} → ${target}`).toBe(true);
  });

  it('go one way between folders', () => {
    const forbidden = own.filter(({ file, target }) => {
      if (folderOf(target) === folderOf(file) || target === 'errors.ts' || target === 'package-info.ts') return false;
      return !ALLOWED[folderOf(file)]?.includes(folderOf(target));
    });
    expect(forbidden.map(({ file, target }) => `${file} → ${target}`)).toEqual([]);
  });

  it('are of types alone where only the types are shared', () => {
    const crossing = own.filter(({ file, target }) => ONLY_TYPES.has(`${folderOf(file)} → ${folderOf(target)}`));
    const atRunTime = crossing.filter(({ isType, target }) => !isType && !target.endsWith('/types.ts'));
    expect(crossing.length).toBeGreaterThan(5);
    expect(atRunTime.map(({ file, target }) => `${file} → ${target}`)).toEqual([]);
  });

  it('of model from numdiff are of the probe, by the objective', () => {
    const crossing = own.filter(({ file, target }) => folderOf(file) === 'model' && folderOf(target) === 'numdiff');
    expect(crossing).toEqual([{ file: 'model/objective.ts', target: 'numdiff/probe.ts', isType: true }]);
  });

  it('of commands are made by cli.ts alone', () => {
    const users = own.filter(({ file, target }) => folderOf(target) === 'commands' && folderOf(file) !== 'commands');
    expect(new Set(users.map(({ file }) => file))).toEqual(new Set(['cli.ts']));
  });

  it('of the interface for code are made by the entry points alone', () => {
    const users = own.filter(({ file, target }) => folderOf(target) === 'api' && folderOf(file) !== 'api');
    expect(new Set(users.map(({ file }) => folderOf(file)))).toEqual(new Set(['root']));
  });

  it('make no circle between folders at run time', () => {
    const edges = new Map<string, Set<string>>();
    for (const { file, target, isType } of own) {
      const [from, to] = [folderOf(file), folderOf(target)];
      if (!isType && from !== to && to !== 'root') edges.set(from, (edges.get(from) ?? new Set()).add(to));
    }
    const reaches = (from: string, to: string, seen = new Set<string>()): boolean =>
      [...(edges.get(from) ?? [])].some(
        (next) => next === to || (!seen.has(next) && reaches(next, to, seen.add(next))),
      );
    expect([...edges.keys()].filter((folder) => reaches(folder, folder))).toEqual([]);
  });

  it('are allowed for every folder there is', () => {
    for (const folder of new Set(files.map(folderOf))) expect(Object.keys(ALLOWED)).toContain(folder);
  });
});

describe('pure folders', () => {
  const pureFiles = files.filter((file) => PURE.has(folderOf(file)));

  it('are there', () => {
    expect(pureFiles.length).toBeGreaterThan(10);
  });

  it('import nothing of Node and no package', () => {
    const foreign = imports.filter(({ file, target }) => pureFiles.includes(file) && !target.startsWith('.'));
    expect(foreign.map(({ file, target }) => `${file} → ${target}`)).toEqual([]);
  });

  it('print nothing and ask neither clock nor chance nor process', () => {
    const IMPURE = /\bconsole\b|\bDate\b|\bperformance\b|Math\.random|\bprocess\b\.|globalThis/;
    const impure = pureFiles.filter((file) =>
      IMPURE.test(
        sources
          .get(file)!
          .replaceAll(/\/\*[\s\S]*?\*\//g, '')
          .replaceAll(/\/\/.*$/gm, ''),
      ),
    );
    expect(impure).toEqual([]);
  });
});

/** Imports inside of strings, such as the code that the loader puts before a bundle. */
function quotedImports(text: string): number {
  return [...text.matchAll(/(["'`])[^\n]*?\bfrom\s+["'][^\n]*?\1/g)].filter(([match]) =>
    /^.[^'"`]*\bfrom\b/.test(match),
  ).length;
}
