import { readFile } from 'node:fs/promises';
import { dirname, extname } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Loader, Plugin } from 'esbuild';

const NAMESPACE = 'gradcheck-place';
const PLACE = '__gradcheckPlace';
const MENTIONS_PLACE = /\bimport\s*\.\s*meta\b|\b__dirname\b|\b__filename\b/;

/** Goes into the esbuild options: these names, where the user's code has not declared them, mean the source file's place. */
export const PLACE_DEFINES: Record<string, string> = {
  'import.meta': PLACE,
  __dirname: `${PLACE}.dirname`,
  __filename: `${PLACE}.filename`,
  // The bundle's own, for the place modules below.
  'import.meta.resolveFromBundle': 'import.meta.resolve',
};

/**
 * Keeps `import.meta.url`, `.dirname`, `.filename`, `.resolve`, `__dirname` and `__filename` those of the user's source
 * file, though the code runs from the bundle. esbuild's parser replaces the names (so strings, comments and the user's
 * own variables stay as they are) by an import that is appended to the file: imports are hoisted, and no position moves.
 */
export function createSourcePlacePlugin(): Plugin {
  return {
    name: 'gradcheck-source-place',
    setup(build) {
      build.onResolve({ filter: new RegExp(`^${NAMESPACE}:`) }, (args) => ({
        path: args.path.slice(NAMESPACE.length + 1),
        namespace: NAMESPACE,
      }));
      build.onLoad({ filter: /.*/, namespace: NAMESPACE }, (args) => ({ contents: describePlace(args.path) }));
      build.onLoad({ filter: /\.[cm]?[jt]sx?$/, namespace: 'file' }, async (args) => {
        // A query or hash after the path is esbuild's business, not ours.
        if (args.suffix !== '') return undefined;
        const text = await readFile(args.path, 'utf8');
        if (!MENTIONS_PLACE.test(text)) return undefined;
        return { contents: text + placeImport(args.path), loader: loaderFor(args.path) };
      });
    },
  };
}

/** What the plugin appended to a file, to be taken off again where the source is shown. */
export function removePlaceImport(contents: string): string {
  const start = contents.lastIndexOf(`\nimport { place as ${PLACE} } from `);
  return start < 0 ? contents : contents.slice(0, start);
}

function placeImport(path: string): string {
  return `\nimport { place as ${PLACE} } from ${JSON.stringify(`${NAMESPACE}:${path}`)};\n`;
}

function describePlace(path: string): string {
  const url = pathToFileURL(path).href;
  // Packages are looked up from the bundle, which sees what the model sees; relative ones from the source file.
  return `const url = ${JSON.stringify(url)};
const resolve = (specifier) =>
  /^\\.{0,2}\\//.test(specifier) ? new URL(specifier, url).href
  : import.meta.resolveFromBundle(specifier);
export const place = { url, dirname: ${JSON.stringify(dirname(path))}, filename: ${JSON.stringify(path)}, resolve };
`;
}

function loaderFor(path: string): Loader {
  return extname(path).replace(/^\.[cm]?/, '') as Loader;
}
