import { cpSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { gradcheckJson, MODELS } from '../commands/gradcheck.js';

const FILES = [
  'pair.ts',
  'wrong.ts',
  'syntax.ts',
  'throws-on-load.ts',
  'exits-on-load.ts',
  'exits.ts',
  'throws.ts',
  'throws-helper.ts',
];
const folders: string[] = [];
let project: string;

beforeEach(() => {
  project = realpathSync(mkdtempSync(join(tmpdir(), 'leftovers-test-')));
  folders.push(project);
  for (const file of FILES) cpSync(join(MODELS, file), join(project, file));
});

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const everything = () => readdirSync(project, { recursive: true }).map(String).sort();

describe('after a run', () => {
  it('nothing is left beside the models', async () => {
    const before = everything();
    const { report } = await gradcheckJson(FILES, { cwd: project });
    expect(report.models.map((model) => model.verdict)).toContain('pass');
    expect(everything()).toEqual(before);
  });

  it('nothing is left in node_modules', async () => {
    mkdirSync(join(project, 'node_modules'));
    const before = everything();
    await gradcheckJson(FILES, { cwd: project });
    expect(everything()).toEqual(before);
  });
});
