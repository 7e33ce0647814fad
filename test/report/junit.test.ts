import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { CONTROL, HOSTILE, makeHostileReport, makeMixedReport, makeReport, render } from './fixtures.js';
import { parseXml, type Element } from './parse-xml.js';

const SCHEMA = readFileSync(new URL('junit.xsd', import.meta.url), 'utf8');

async function expectValid(text: string): Promise<Element> {
  const { errors } = await validateXML({ xml: text, schema: SCHEMA });
  expect(errors).toEqual([]);
  expect(text).not.toMatch(CONTROL);
  const root = parseXml(text);
  expectCounts(root);
  return root;
}

/** The counts are those of the cases below. */
function expectCounts(root: Element): void {
  const casesOf = (element: Element): Element[] =>
    element.children.flatMap((child) => (child.name === 'testcase' ? [child] : casesOf(child)));
  for (const element of [root, ...root.children]) {
    const cases = casesOf(element);
    const count = (name: string) =>
      cases.filter(({ children }) => children.some((child) => child.name === name)).length;
    expect(element.attributes).toMatchObject({
      tests: String(cases.length),
      failures: String(count('failure')),
      errors: String(count('error')),
      skipped: String(count('skipped')),
    });
  }
}

describe('junit', () => {
  it('has a suite a model and a case a parameter, with an outcome for each', async () => {
    const { children } = await expectValid(await render('junit', makeMixedReport()));
    const found = children.map(({ attributes, children: cases }) => [
      attributes.name,
      Object.fromEntries(cases.map((one) => [one.attributes.name, one.children[0]?.name ?? 'pass'])),
    ]);
    expect(found).toEqual([
      ['two-layer perceptron', { 'layers[0].W': 'pass', 'layers[0].b': 'pass' }],
      [
        'two-layer perceptron',
        {
          'layers[1].b': 'failure',
          'layers[0].W': 'pass',
          'layers[0].b': 'pass',
          'layers[1].W': 'system-out',
          temperature: 'skipped',
        },
      ],
      ['vae', { check: 'error' }],
      ['monte carlo', { sigma: 'skipped' }],
    ]);
  });

  it('tells numbers, mistake and place of a failure', async () => {
    const { children } = await expectValid(await render('junit', makeMixedReport()));
    const [failure] = children[1].children[0].children;
    expect(failure.attributes).toEqual({ message: 'wrong gradient: layers[1].b', type: 'sign-flip' });
    expect(failure.text).toMatch(/layers\[1\]\.b: all 5 entries are wrong; .*relative error 2/);
    expect(failure.text).toContain('sign-flip (certain): The gradient');
    expect(failure.text).toContain('at examples/perceptron.ts:41:7');
  });

  it('stays valid whatever names and messages hold, and keeps them', async () => {
    const root = await expectValid(await render('junit', makeHostileReport()));
    const [suite] = root.children;
    const readable = HOSTILE.slice(0, HOSTILE.indexOf('\u001b'));
    expect(suite.attributes.name.startsWith(`${readable}\\u001b[31mred`)).toBe(true);
    expect(suite.children[0].attributes.name).toContain(`&amp; <!-- `);
  });

  it('of a run without models is valid', async () => {
    await expectValid(await render('junit', makeReport([])));
  });

  it('names files from the root of the repository', async () => {
    const text = await render('junit', makeMixedReport(), { nameFromRoot: (file) => `packages/a/${file}` });
    expect((await expectValid(text)).children[0].attributes.file).toBe('packages/a/examples/perceptron.ts');
  });
});
