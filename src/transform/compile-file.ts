import { dirname, join } from 'node:path';
import type { BuildOptions } from 'esbuild';

type Esbuild = Pick<typeof import('esbuild'), 'build'>;

/** JavaScript, and the source map that leads to the file it was compiled from. */
export interface CompiledFile {
  readonly code: string;
  readonly map: string;
}

/**
 * Compiles a single TypeScript or JSX file, by the settings of its tsconfig.json. Imports stay as they are.
 * @throws esbuild's BuildFailure
 */
export async function compileFile(esbuild: Esbuild, path: string, settings: BuildOptions = {}): Promise<CompiledFile> {
  const { outputFiles } = await esbuild.build({
    logLevel: 'silent',
    ...settings,
    entryPoints: [path],
    // Never written: it makes the source map's paths relative to a known folder.
    outfile: join(dirname(path), 'compiled.js'),
    write: false,
    bundle: false,
    sourcemap: 'external',
    sourcesContent: true,
  });
  const [map, code] = [true, false].map((isMap) => outputFiles!.find(({ path: at }) => at.endsWith('.map') === isMap)!);
  return { code: code.text, map: map.text };
}

/** Whether a file has to be compiled before it is JavaScript. */
export function needsCompiling(path: string): boolean {
  return /\.(?:[cm]?tsx?|jsx)$/i.test(path);
}
