import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exampleOf, renewExample } from '../scripts/page-examples.mjs';
import { ROOT } from './commands/gradcheck.js';

const pages = ['warnings', 'diagnoses'].flatMap((folder) =>
  readdirSync(join(ROOT, 'docs', folder)).map((name) => ({
    folder,
    code: name.replace(/\.md$/, ''),
    text: readFileSync(join(ROOT, 'docs', folder, name), 'utf8'),
  })),
);
const codesIn = (folder: string) => pages.filter((page) => page.folder === folder).map(({ code }) => code);

/** Codes in the source, which are written out where a warning is made: `code: 'kink'`. */
const emitted = (file: string) =>
  [...readFileSync(join(ROOT, file), 'utf8').matchAll(/\bcode: '([a-z-]+)'/g)].map((match) => match[1]);

describe('pages on codes', () => {
  it('are there for every warning, and for no other', () => {
    const codes = new Set(['src/run/warnings.ts', 'src/run/check-model.ts'].flatMap(emitted));
    expect(codes.size).toBeGreaterThan(10);
    expect([...codes].sort()).toEqual(codesIn('warnings').sort());
  });

  it.each(pages)('of $code have all parts', ({ code, text }) => {
    expect(text.split('\n')[0]).toBe(`# ${code}`);
    const headings = [...text.matchAll(/^## (.*)$/gm)].map((match) => match[1]);
    expect(headings).toEqual(['What it means', 'How it comes about', 'Example', 'What to do']);
    expect(text.split('\n')[2].length).toBeLessThan(100);
  });
});

describe('the example on a page', () => {
  it.each(pages)('of $code gives the output that is shown', async ({ code, text }) => {
    expect(exampleOf(text)).toMatch(/export const params/);
    expect(text).toMatch(new RegExp(`\`\`\`text\n[!→] ${code}\\b.*\n  \\S`));
    expect(await renewExample(text, code)).toBe(text);
  });
});
