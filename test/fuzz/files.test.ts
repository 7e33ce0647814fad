import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gradcheckJson } from '../commands/gradcheck.js';
import { SOURCE } from './arbitrary-sources.js';

const COUNT = Number(process.env.FUZZ_FILES ?? 40);
const SEED = Number(process.env.FUZZ_SEED ?? 1);
let project: string;

beforeAll(() => {
  project = realpathSync(mkdtempSync(join(tmpdir(), 'fuzz-test-')));
  mkdirSync(join(project, 'node_modules'));
  fc.sample(SOURCE, { numRuns: COUNT, seed: SEED }).forEach((text, i) => writeFileSync(join(project, name(i)), text));
});

afterAll(() => rmSync(project, { recursive: true, force: true }));

const name = (i: number) => `model-${String(i).padStart(3, '0')}.mjs`;

describe('modules of any kind in one call', () => {
  it.each([
    ['worker', '*.mjs', COUNT],
    ['process', 'model-00*.mjs', 10],
  ])('have a valid report each, and leave nothing: --isolate %s', async (isolate, files, count) => {
    const before = readdirSync(project);
    const { report, stderr } = await gradcheckJson([files, '--timeout', '1', '--isolate', isolate], { cwd: project });
    expect(new Set(report.models.map(({ file }) => file)).size).toBe(count);
    for (const { file, error } of report.models) expect(error?.code, `${file}: ${error?.message}`).not.toBe('internal');
    expect(new Set(report.models.map(({ verdict }) => verdict)).size).toBeGreaterThan(1);
    expect(stderr).not.toMatch(/^\s+at .*gradcheck/m);
    expect(readdirSync(project)).toEqual(before);
  });
});
