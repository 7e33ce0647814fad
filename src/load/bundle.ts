import { createRequire } from 'node:module';
import { realpathSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BuildResult, Plugin } from 'esbuild';
import { GradcheckError } from '../errors.js';
import { describeBuildFailure, describeWarnings, isBuildFailure } from './build-error.js';
import { writeNearModel, writeTemporary } from './bundle-files.js';
import { COMMONJS_SUFFIX } from './bundle-name.js';
import { finishBundle } from './finish-bundle.js';
import { createResolvePlugin, type ResolveOptions } from './resolve-plugin.js';
import { createSourcePlacePlugin, PLACE_DEFINES } from './source-place-plugin.js';

export interface Bundle {
  /** Absolute path of the user's file. */
  source: string;
  /** file:// URL of the written bundle, to import in workers. */
  url: string;
  /** Every source file that went in, absolute. */
  inputs: string[];
  /** What does not keep the bundle from running but may explain a later failure, e.g. a tsconfig.json not found. */
  warnings: string[];
  /** Removes the bundle. Idempotent, never throws. */
  dispose(): void;
}

type Esbuild = typeof import('esbuild');

interface Built {
  text: string;
  suffix: string;
  inputs: string[];
  warnings: string[];
}

let esbuild: Promise<Esbuild> | undefined;

/**
 * Bundles a model file with all of the user's files that it imports into one ES module on disk, which any number of
 * workers can import. Packages stay imports, unless they are asked for.
 *
 * @throws {GradcheckError} `file-not-found`; `syntax` when a file does not parse; `load` when it cannot be put together
 * (unresolved import, unknown file type, no place to write)
 */
export async function bundleModule(file: string, { withPackages = false } = {}): Promise<Bundle> {
  const source = resolve(file);
  const entry = findEntry(source);
  const built = await buildModule(source, entry, { absolute: false, withPackages });
  const written =
    writeNearModel(entry, built.text, built.suffix) ?? (await writeElsewhere(source, entry, withPackages));
  return {
    source,
    url: pathToFileURL(written.path).href,
    inputs: built.inputs,
    warnings: built.warnings,
    dispose: () => written.dispose(),
  };
}

/** Ends esbuild's service process, if it runs, so that nothing keeps the program alive. A later bundle starts it anew. */
export async function stopBundler(): Promise<void> {
  const started = esbuild;
  esbuild = undefined;
  await started?.then((module) => module.stop()).catch(() => {});
}

/** The real path: like Node, a linked file resolves its imports from where it is. */
function findEntry(source: string): string {
  try {
    if (statSync(source).isFile()) return realpathSync(source);
  } catch (cause) {
    const isMissing = ['ENOENT', 'ENOTDIR'].includes((cause as NodeJS.ErrnoException).code ?? '');
    if (!isMissing) throw new GradcheckError('load', `${source} cannot be read: ${wordError(cause)}`, { cause });
    throw new GradcheckError('file-not-found', `There is no file ${source}.`, {
      hint: 'Give the path of a model file, relative to the current folder.',
    });
  }
  const hint = 'Give a model file, or a glob such as "models/*.ts".';
  throw new GradcheckError('load', `${source} is not a file.`, { hint });
}

async function buildModule(source: string, entry: string, resolving: ResolveOptions): Promise<Built> {
  const { build } = await startEsbuild();
  const folder = dirname(entry);
  const inputs = new Set<string>();
  const run = (plugins: Plugin[]): Promise<BuildResult<{ write: false; metafile: true }>> =>
    build({
      entryPoints: [entry],
      // Never written: it makes the source map's paths relative to a known folder.
      outfile: join(folder, 'bundle.mjs'),
      absWorkingDir: folder,
      write: false,
      metafile: true,
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node20.19',
      // Node's own, without the "module" condition and field that only bundlers know.
      conditions: ['module-sync', 'node-addons'],
      mainFields: ['main', 'module'],
      treeShaking: false,
      ignoreAnnotations: true,
      keepNames: false,
      minify: false,
      charset: 'utf8',
      legalComments: 'none',
      sourcemap: 'external',
      sourcesContent: true,
      logLevel: 'silent',
      define: PLACE_DEFINES,
      plugins: [createInputsPlugin(inputs), createResolvePlugin(folder, resolving), ...plugins],
    });

  let result;
  try {
    result = await run([createSourcePlacePlugin()]).catch(async (error: unknown) => {
      // The text appended to code that does not parse may confuse the message: once more without it.
      await run([]);
      throw error;
    });
  } catch (error) {
    throw isBuildFailure(error)
      ? describeBuildFailure(source, error, folder)
      : new GradcheckError('load', `esbuild failed on ${source}: ${wordError(error)}`, { cause: error });
  }
  const { inputs: files, outputs } = result.metafile;
  const entryPoint = Object.values(outputs).find((output) => output.entryPoint !== undefined)?.entryPoint;
  const isCommonJs = entryPoint !== undefined && files[entryPoint]?.format === 'cjs';
  return {
    text: finishBundle(entry, result.outputFiles),
    suffix: isCommonJs ? COMMONJS_SUFFIX : '.mjs',
    inputs: [...inputs].sort(),
    warnings: describeWarnings(result.warnings),
  };
}

function createInputsPlugin(inputs: Set<string>): Plugin {
  return {
    name: 'gradcheck-inputs',
    setup(build) {
      build.onLoad({ filter: /.*/, namespace: 'file' }, (args) => {
        inputs.add(args.path);
        return undefined;
      });
    },
  };
}

/** Far from the model, packages are reached by absolute addresses only. */
async function writeElsewhere(source: string, entry: string, withPackages: boolean) {
  const built = await buildModule(source, entry, { absolute: true, withPackages });
  const written = writeTemporary(built.text, built.suffix);
  if (written !== null) return written;
  throw new GradcheckError('load', `There is no place to write the bundle of ${source}.`, {
    hint: 'Make node_modules, the folder of the model or the folder of temporary files (TMPDIR) writable.',
  });
}

async function startEsbuild(): Promise<Esbuild> {
  try {
    // Loaded where used, and by require: importing a CommonJS file of its size means lexing it first.
    return await (esbuild ??= Promise.resolve().then(() => createRequire(import.meta.url)('esbuild') as Esbuild));
  } catch (error) {
    esbuild = undefined;
    throw new GradcheckError('load', `esbuild could not be started: ${wordError(error)}`, {
      hint: 'Install the dependencies again for this platform ("npm install" or "npm rebuild esbuild").',
      cause: error,
    });
  }
}

function wordError(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
