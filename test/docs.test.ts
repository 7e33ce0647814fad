import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { glob } from 'tinyglobby';
import { describe, expect, it } from 'vitest';
import { INDEX, readCodePages, renewIndex } from '../scripts/code-index.mjs';
import { exampleOf, mendedExampleOf, renewExample, runExample } from '../scripts/page-examples.mjs';
import { ROOT } from './commands/gradcheck.js';

const pages = readCodePages();
const diagnoses = pages.filter(({ folder }) => folder === 'diagnoses');
const alarms = pages.filter(({ folder }) => folder === 'alarms');
const examples = pages.filter(({ text }) => exampleOf(text) !== null);

const codesIn = (folder: string) => pages.filter((page) => page.folder === folder).map(({ code }) => code);
const source = (file: string) => readFileSync(join(ROOT, file), 'utf8');

/** Codes in the source, which are written out where a warning or an error is made: `code: 'kink'`. */
const emitted = (text: string) =>
  [...text.matchAll(/(?:\bcode: |(?:GradcheckError|formulaError)\(\s*)'([a-z-]+)'/g)].map((match) => match[1]);

/** The members of a union of codes: `export type ErrorCode = | 'usage' | …`. */
function members(file: string, type: string): string[] {
  const union = new RegExp(`export type ${type} =([^;]*);`).exec(source(file))![1];
  return [...union.matchAll(/'([a-z-]+)'/g)].map((match) => match[1]);
}

describe('pages on codes', () => {
  it('are there for every warning, and for no other', () => {
    const codes = new Set(
      [
        'src/run/warnings.ts',
        'src/run/warn-of-claim.ts',
        'src/run/check-model.ts',
        'src/run/check-task.ts',
        'src/run/training/train-model.ts',
      ]
        .map(source)
        .flatMap(emitted),
    );
    expect(codes.size).toBeGreaterThan(10);
    expect([...codes].sort()).toEqual(codesIn('warnings').sort());
  });

  it('are there for every diagnosis, and for no other', () => {
    const codes = [...members('src/diagnose/gradient-evidence.ts', 'DiagnosisCode'), 'loss-mismatch'];
    expect(codes.sort()).toEqual(codesIn('diagnoses').sort());
  });

  it('are there for every alarm, and for no other', () => {
    const codes = members('src/training/types.ts', 'AlarmCode');
    expect(codes.sort()).toEqual(codesIn('alarms').sort());
  });

  it('are there for every error, and for no other', () => {
    const codes = members('src/errors.ts', 'ErrorCode');
    expect(codes.sort()).toEqual(codesIn('errors').sort());
  });

  it('say of an error that it is reserved where nothing gives it, and there alone', async () => {
    const files = await glob('src/**/*.ts', { cwd: ROOT });
    const codes = new Set(files.map(source).flatMap(emitted));
    const unused = codesIn('errors').filter((code) => !codes.has(code));
    const reserved = pages.filter(({ folder, text }) => folder === 'errors' && text.includes('it is reserved'));
    expect(reserved.map(({ code }) => code).sort()).toEqual(unused.sort());
  });

  it.each(pages)('have all parts: $folder/$code', ({ folder, code, text }) => {
    expect(text.split('\n')[0]).toBe(`# ${code}`);
    const headings = [...text.matchAll(/^## (.*)$/gm)].map((match) => match[1]);
    const mark = folder === 'diagnoses' ? ['The mark in the numbers'] : [];
    const example = folder === 'errors' && exampleOf(text) === null ? [] : ['Example'];
    expect(headings).toEqual(['What it means', ...mark, 'How it comes about', ...example, 'What to do']);
    expect(text.split('\n')[2].length).toBeLessThan(100);
  });

  it('are all in the index', () => {
    const index = source(INDEX);
    for (const { code } of pages) expect(index).toContain(`[\`${code}\`]`);
    expect(renewIndex(index, pages)).toBe(index);
  });
});

describe('the example on a page', () => {
  it.each(examples)('gives the output that is shown: $folder/$code', async ({ code, text }) => {
    expect(text).toMatch(new RegExp(`\`\`\`text\n(?:[!→✗·] ${code}\\b.*\n  \\S|error: .* \\(${code}\\)\n)`));
    expect(await renewExample(text, code)).toBe(text);
  });

  it.each(diagnoses)('is diagnosed so before all else: $code', async ({ code, text }) => {
    const { stdout, exitCode } = await runExample(exampleOf(text)!);
    expect(exitCode).toBe(1);
    expect(/^ {2}→ ([a-z-]+)/m.exec(stdout)?.[1]).toBe(code);
  });

  it.each(alarms)('raises no such alarm when it is mended as the page says: $code', async ({ code, text }) => {
    const mended = mendedExampleOf(text)!;
    expect(mended.source).not.toBe(exampleOf(text)!.source);
    const { exitCode, stdout } = await runExample(mended);
    expect(exitCode, stdout).toBe(0);
    expect(stdout).not.toMatch(new RegExp(`[!→✗·] ${code} `));
    expect(stdout).not.toMatch(/loss \S+ → NaN/);
  });

  it.each(diagnoses)('passes when it is mended as the page says: $code', async ({ text }) => {
    const mended = mendedExampleOf(text)!;
    expect(mended.source).not.toBe(exampleOf(text)!.source);
    const { exitCode, stdout } = await runExample(mended);
    expect(exitCode, stdout).toBe(0);
  });
});
