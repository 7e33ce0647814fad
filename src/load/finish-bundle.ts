import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { OutputFile } from 'esbuild';
import { removePlaceImport } from './source-place-plugin.js';

/** A source map of version 3, with absolute paths for sources; `file` is the model's path. */
export interface BundleMap {
  version: 3;
  file: string;
  sources: string[];
  sourcesContent: (string | null)[];
  names: string[];
  mappings: string;
}

/** esbuild's helper for a `require` that stays; while it is there, no declaration of the user's is named `require`. */
const USES_REQUIRE = /^var __require = .*typeof require\b/m;

/** Put together, so that nobody takes it for the end of this very file. */
const MAP_COMMENT = ['//# source', 'MappingURL=data:application/json;base64,'].join('');

/** esbuild's output as one text: `require` provided where it is used, source map inline. */
export function finishBundle(entry: string, outputs: OutputFile[]): string {
  const code = outputs.find((output) => !output.path.endsWith('.map'))!.text;
  const map = JSON.parse(outputs.find((output) => output.path.endsWith('.map'))!.text) as BundleMap;
  const { text, addedLines } = provideRequire(code, entry);
  const inline: BundleMap = {
    version: 3,
    file: entry,
    sources: map.sources.map((source) => absolutePath(source, dirname(entry))),
    sourcesContent: map.sourcesContent.map((content) => (content === null ? null : removePlaceImport(content))),
    names: map.names,
    mappings: ';'.repeat(addedLines) + map.mappings,
  };
  const base64 = Buffer.from(JSON.stringify(inline)).toString('base64');
  return `${text}\n${MAP_COMMENT}${base64}\n`;
}

function provideRequire(code: string, entry: string): { text: string; addedLines: number } {
  if (!USES_REQUIRE.test(code)) return { text: code, addedLines: 0 };
  const url = JSON.stringify(pathToFileURL(entry).href);
  const prelude =
    'import { createRequire as __gradcheckCreateRequire } from "node:module"; ' +
    `const require = __gradcheckCreateRequire(${url});\n`;
  const hashbang = /^#!.*\n/.exec(code)?.[0];
  return hashbang === undefined
    ? { text: prelude + code, addedLines: 1 }
    : { text: prelude + code.slice(hashbang.length), addedLines: 0 };
}

/** Sources of virtual files keep their name. */
function absolutePath(source: string, folder: string): string {
  return /^[a-z][\w-]+:/.test(source) ? source : resolve(folder, source);
}
