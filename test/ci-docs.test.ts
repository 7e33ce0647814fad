import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, parseDocument } from 'yaml';
import { OPTION_NAMES, OPTIONS } from '../src/config/options.js';
import { REPORTERS } from '../src/report/index.js';
import { gradcheck, ROOT } from './commands/gradcheck.js';

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const page = read('docs/ci.md');
const blocksOf = (text: string, language: string) =>
  [...text.matchAll(new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``, 'g'))].map(([, code]) => code);
const snippets = blocksOf(page, 'yaml').map((text) => ({ text, title: text.split('\n')[0] }));

describe('snippets of docs/ci.md', () => {
  it('are there for every service', () => {
    expect(snippets.length).toBeGreaterThanOrEqual(6);
    expect(blocksOf(page, 'groovy')).toHaveLength(1);
  });

  it.each(snippets)('are valid YAML: $title', ({ text }) => {
    const { errors, warnings } = parseDocument(text, { uniqueKeys: true, strict: true });
    expect([...errors, ...warnings]).toEqual([]);
    expect(typeof parse(text)).toBe('object');
  });

  it('give the action inputs and read outputs that it has', () => {
    const { inputs, outputs } = parse(read('action.yml'));
    const steps = snippets.flatMap(({ text }) =>
      Object.values(parse(text).jobs ?? {}).flatMap((job) => (job as { steps: unknown }).steps),
    );
    const uses = steps.filter((step) => (step as { uses?: string }).uses?.includes('/gradcheck@')) as {
      with: object;
    }[];
    expect(uses.length).toBeGreaterThan(0);
    for (const step of uses) expect(Object.keys(inputs)).toEqual(expect.arrayContaining(Object.keys(step.with)));
    const wanted = [...page.matchAll(/steps\.gradcheck\.outputs\.([\w-]+)/g)].map(([, name]) => name);
    expect(Object.keys(outputs)).toEqual(expect.arrayContaining(wanted));
  });

  it('never put an expression into the text of a script', () => {
    expect(page.split('\n').filter((line) => /\brun:.*\$\{\{/.test(line))).toEqual([]);
  });
});

describe('options and reporters', () => {
  const flags = new Set([
    ...OPTION_NAMES.flatMap((name) => /--[\w-]+/.exec(OPTIONS[name].flag)!),
    '--help',
    '--version',
  ]);

  /** Those of a command, by its help; what is no command is a file to check. */
  async function flagsOf(command: string): Promise<ReadonlySet<string>> {
    if (command === 'check') return flags;
    const { stdout } = await gradcheck([command, '--help']);
    const [, name] = /^Usage: gradcheck (\w+)/.exec(stdout) ?? [];
    return name === command ? new Set([...stdout.matchAll(/--[a-z][\w-]*/g)].map(([flag]) => flag)) : flags;
  }

  it.each(['README.md', 'docs/ci.md', 'docs/configuration.md'])('that %s gives exist', async (path) => {
    const calls = read(path)
      .split('\n')
      .filter((line) => /\bgradcheck(?:\.js)? [^|]*--/.test(line))
      .map((line) => line.slice(line.search(/\bgradcheck(?:\.js)? /)));
    for (const call of calls) {
      const known = await flagsOf(/^\S+ ([a-z]+)\b/.exec(call)?.[1] ?? 'check');
      for (const [flag] of call.matchAll(/--[a-z][\w-]*/g))
        expect(known.has(flag) || flag.startsWith('--no-'), `${flag} in ${call}`).toBe(true);
    }
    const named = [...read(path).matchAll(/--reporter ["']?(\w+)/g)]
      .map(([, name]) => name)
      .filter((name) => name !== 'name');
    for (const name of named) expect(Object.keys(REPORTERS)).toContain(name);
  });

  it('are all in the table of the README', () => {
    const readme = read('README.md');
    for (const flag of flags) if (flag !== '--help' && flag !== '--version') expect(readme, flag).toContain(flag);
    for (const name of Object.keys(REPORTERS)) expect(page).toContain(`| \`${name}\` |`);
  });

  it('of `--help` name every reporter', () => {
    for (const name of Object.keys(REPORTERS)) expect(OPTIONS.reporter.help).toContain(name);
  });
});
