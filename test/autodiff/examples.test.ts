import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { ExactObjective } from '../../src/autodiff/exact-objective.js';
import { gradientOf } from '../../src/autodiff/sweep.js';
import { bundleModule, stopBundler } from '../../src/load/bundle.js';
import { importModule } from '../../src/load/import-module.js';
import { readSourcePositions } from '../../src/load/source-positions.js';
import { findModels, type ModelDefinition } from '../../src/model/model-definition.js';
import { readGradient } from '../../src/model/read-gradient.js';
import { readTree } from '../../src/model/tree-layout.js';
import { loadExact } from '../../src/run/load-exact.js';

const EXAMPLES = fileURLToPath(new URL('../../examples', import.meta.url));
const files = readdirSync(EXAMPLES, { recursive: true })
  .map(String)
  .filter((file) => /(model|misra1a|mgh09|rosenbrock)\.ts$/.test(file));

/** The exports of a module that knows nothing of gradcheck. */
const OWN_NAMES = { loss: 'f', gradient: 'df', params: 'start' };

async function loadBoth(file: string): Promise<{ plain: ModelDefinition; exact: ModelDefinition }> {
  const bundle = await bundleModule(file);
  try {
    const positions = readSourcePositions(bundle.url);
    const [plain, exact] = [await importModule(bundle.url), (await loadExact(bundle.url, positions)).exports].map(
      (exports) => findModels(exports, file, file.endsWith('rosenbrock.ts') ? OWN_NAMES : {})[0],
    );
    if ('error' in plain || 'error' in exact) throw new Error(`${file} is no model`);
    return { plain: plain.definition, exact: exact.definition };
  } finally {
    bundle.dispose();
  }
}

const valueOf = async (x: unknown): Promise<unknown> => (typeof x === 'function' ? await x() : x);

afterAll(() => stopBundler());

describe('right examples', () => {
  it('are all here', () => expect(files).toHaveLength(6));

  it.each(files)('%s: the exact gradient is the one written by hand', async (file) => {
    const { plain, exact } = await loadBoth(join(EXAMPLES, file));
    const { layout, values } = readTree(await valueOf(plain.params));
    const objective = new ExactObjective(exact, layout, await valueOf(exact.data), () => {});
    const tape = await objective.record(values);
    const [params, data] = [await valueOf(plain.params), await valueOf(plain.data)];
    expect(tape.result).toBe(await plain.loss!(params, data));
    expect(tape.escapes).toBe(0);
    const written = readGradient(layout, await plain.gradient!(params, data), new Set());
    const largest = written.reduce((most, g) => Math.max(most, Math.abs(g)), 0);
    gradientOf(tape).forEach((g, i) => expect(Math.abs(g - written[i])).toBeLessThanOrEqual(1e-9 * largest));
  });
});
