import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordInput, recordTapeAsync, type RecordedTape, type TrackedNumber } from '../../src/autodiff/recorder.js';
import { gradientOf, hessianVectorProduct } from '../../src/autodiff/sweep.js';
import { bundleModule, stopBundler } from '../../src/load/bundle.js';
import { differentiate } from './differences.js';
import { loadInstrumented, loadText } from './load-instrumented.js';

interface Program {
  at: number[];
  loss(x: unknown[]): number | Promise<number>;
}
type Programs = Record<string, Program>;

async function loadPrograms(name: string): Promise<{ plain: Programs; rewritten: Programs }> {
  const file = fileURLToPath(new URL(`../fixtures/autodiff/${name}.ts`, import.meta.url));
  const bundle = await bundleModule(file);
  const text = readFileSync(fileURLToPath(bundle.url), 'utf8');
  bundle.dispose();
  const [plain, rewritten] = [await loadText(text), await loadInstrumented(text)];
  return { plain: plain.programs, rewritten: rewritten.programs };
}

function record({ loss, at }: Program): Promise<RecordedTape> {
  return recordTapeAsync(async () => (await loss(at.map(recordInput))) as TrackedNumber | number);
}

/** The number of programs in each file, so that none is lost unseen. */
const FILES = { classes: 8, functional: 14, 'typed-arrays': 14, language: 21, 'uses-commonjs': 1 };

afterAll(() => stopBundler());

describe.each(Object.entries(FILES))('programs of %s.ts', (file, count) => {
  let programs: Awaited<ReturnType<typeof loadPrograms>>;
  beforeAll(async () => {
    programs = await loadPrograms(file);
  });

  const each = async (test: (plain: Program, rewritten: Program, name: string) => Promise<void>): Promise<void> => {
    const names = Object.keys(programs.plain);
    expect(names.length).toBe(count);
    for (const name of names) await test(programs.plain[name], programs.rewritten[name], name);
  };

  it('give what they gave, rewritten and not recorded', () =>
    each(async (plain, rewritten, name) => {
      expect(await rewritten.loss([...plain.at]), name).toBe(await plain.loss([...plain.at]));
    }));

  it('give what they gave when recorded, and no number leaves the code that is followed', () =>
    each(async (plain, rewritten, name) => {
      const tape = await record(rewritten);
      expect(tape.result, name).toBe(await plain.loss([...plain.at]));
      expect(tape.escapes, name).toBe(0);
    }));

  it('have the gradient that differences of the plain program show', () =>
    each(async (plain, rewritten, name) => {
      const gradient = gradientOf(await record(rewritten));
      const differences = await differentiate((x) => plain.loss(x), plain.at);
      differences.forEach(({ slope, bound }, i) => {
        expect(bound, `${name}: differences are sharp`).toBeLessThan(1e-6 * Math.max(1, Math.abs(slope)));
        expect(Math.abs(gradient[i] - slope), `${name}: d/dx${i} ${gradient[i]}, ${slope}`).toBeLessThanOrEqual(bound);
      });
    }));

  it('have the curvature that differences of the gradient show', () =>
    each(async (plain, rewritten, name) => {
      const direction = plain.at.map((_, i) => (-0.5) ** (i % 3));
      const product = hessianVectorProduct(await record(rewritten), direction);
      for (let i = 0; i < plain.at.length; i++) {
        const slopeAlong = async (t: number): Promise<number> => {
          const at = plain.at.map((x, k) => x + t * direction[k]);
          return gradientOf(await record({ at, loss: rewritten.loss }))[i];
        };
        const [{ slope, bound }] = await differentiate(([t]) => slopeAlong(t), [0]);
        expect(Math.abs(product[i] - slope), `${name}: row ${i} ${product[i]}, ${slope}`).toBeLessThanOrEqual(
          bound + 1e-9 * Math.abs(slope),
        );
      }
    }));
});
