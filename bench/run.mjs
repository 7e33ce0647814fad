// Runs a bench: node bench/run.mjs accuracy|alarms|data|diagnosis|scale|speed [options]. Bundles bench/<name>/main.ts, imports it, calls its main().
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const [name = '', ...options] = process.argv.slice(2);
const entry = join(root, 'bench', name, 'main.ts');
if (!/^[a-z]+$/.test(name) || !existsSync(entry)) {
  console.error('usage: node bench/run.mjs accuracy|alarms|data|diagnosis|scale|speed [options]');
  process.exit(2);
}
// Inside node_modules, so that the bundle's bare imports resolve as the sources' do.
const folder = join(root, 'node_modules', '.cache', 'gradcheck-bench');
const outfile = join(folder, `${name}-${process.pid}.mjs`);
mkdirSync(folder, { recursive: true });
let bench;
try {
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'warning',
  });
  bench = await import(pathToFileURL(outfile).href);
} finally {
  rmSync(outfile, { force: true });
}
process.exitCode = (await bench.main?.(options)) ?? 0;
