// Builds dist: one bundle an entry point with lazy chunks. Small libraries of the command line are bundled along,
// because finding and linking a hundred small files costs half as long as starting Node; their licences go beside.
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const { dependencies, peerDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));

/**
 * CommonJS libraries that are bundled ask for Node's own modules with require. An import would do as well, but what is
 * to run in browsers may not have one, and shares files with what is not.
 */
const REQUIRE = 'const require = (name) => process.getBuiltinModule(name);';

const OPTIONS = {
  outdir: 'dist',
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  banner: { js: REQUIRE },
  external: Object.keys({ ...dependencies, ...peerDependencies }),
  metafile: true,
  logLevel: 'warning',
};

/** mathjs is a file of its own beside the chunks, for which it is minified: half of its load time is reading it. */
const apart = {
  name: 'mathjs-apart',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^\.\/mathjs\.js$/ }, ({ path }) => ({ path, external: true, sideEffects: false })),
};

rmSync('dist', { recursive: true, force: true });
const built = await Promise.all([
  // The command is split for itself: what it shares with other entries would be more files to read at its start.
  build({ ...OPTIONS, entryPoints: { cli: 'src/cli.ts' }, splitting: true, plugins: [apart] }),
  build({
    ...OPTIONS,
    entryPoints: {
      index: 'src/index.ts',
      worker: 'src/run/isolation/thread-entry.ts',
      child: 'src/run/isolation/process-entry.ts',
      helper: 'src/run/spread/helper-entry.ts',
      'config-reader': 'src/config/config-entry.ts',
      guard: 'src/run/isolation/guard-entry.ts',
      vitest: 'src/vitest.ts',
      jest: 'src/jest.ts',
      gradient: 'src/gradient.ts',
      runtime: 'src/runtime.ts',
      register: 'src/register.ts',
      'node-hooks': 'src/transform/node-hooks.ts',
      vite: 'src/vite.ts',
      esbuild: 'src/esbuild.ts',
      instrument: 'src/instrument.ts',
    },
    splitting: true,
    plugins: [apart],
  }),
  build({ ...OPTIONS, entryPoints: { mathjs: 'src/formula/mathjs.ts' }, minify: true }),
  // Jest, as it runs by default, loads no ES module.
  build({
    ...OPTIONS,
    entryPoints: { jest: 'src/jest.ts' },
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
    banner: { js: "const __url = require('node:url').pathToFileURL(__filename).href;" },
    define: { 'import.meta.url': '__url' },
    plugins: [apart],
  }),
]);

// Types that tsc does not make: of a second version of a test runner, and of the CommonJS form.
for (const name of ['vitest5.d.ts', 'jest.d.cts']) cpSync(join('src', name), join('dist/types', name));

// What went into an output: of what was read, some was left out as unused.
const inputs = built.flatMap(({ metafile }) =>
  Object.values(metafile.outputs).flatMap((output) =>
    Object.keys(output.inputs).filter((path) => output.inputs[path].bytesInOutput > 0),
  ),
);
const bundled = new Set(inputs.map((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]));
bundled.delete(undefined);
const licences = [...bundled].sort().map((name) => {
  const folder = join('node_modules', name);
  const files = readdirSync(folder);
  const file = files.find((entry) => /^licen[cs]e/i.test(entry));
  // The Apache licence asks for the notice to go along.
  const texts = [file, ...files.filter((entry) => /^notice/i.test(entry))]
    .filter((entry) => entry !== undefined)
    .map((entry) => readFileSync(join(folder, entry), 'utf8').trim());
  if (!file) texts.unshift(licenceInReadme(name, folder));
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return `${name} ${version}\n\n${texts.join('\n\n')}\n`;
});
writeFileSync(
  'dist/THIRD-PARTY-LICENSES.txt',
  `Libraries bundled in this folder:\n\n${licences.join(`\n${'-'.repeat(80)}\n\n`)}`,
);

/** Some packages have their licence in the README only. */
function licenceInReadme(name, folder) {
  const readme = readFileSync(join(folder, 'README.md'), 'utf8');
  const start = readme.search(/^#+\s*licen[cs]e/im);
  if (start < 0) throw new Error(`${name} has no licence text`);
  return readme.slice(start).trim();
}
