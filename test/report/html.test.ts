import { parse, type DefaultTreeAdapterTypes, type ParserError } from 'parse5';
import { describe, expect, it } from 'vitest';
import type { CheckReport } from '../../src/check/report.js';
import type { ReporterContext } from '../../src/report/reporter.js';
import { CONTROL, HOSTILE, makeHostileReport, makeMixedReport, makeModel, makeReport, render } from './fixtures.js';

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

/** The page as a browser reads it; every complaint of the parser fails the test. */
async function open(report: CheckReport, changes: Partial<ReporterContext> = {}) {
  const text = await render('html', report, changes);
  const complaints: ParserError[] = [];
  const document = parse(text, { onParseError: (error) => complaints.push(error) });
  expect(complaints).toEqual([]);
  expect(text).not.toMatch(CONTROL);
  const walk = (node: Node): Node[] => [node, ...('childNodes' in node ? node.childNodes.flatMap(walk) : [])];
  const elements = walk(document).filter((node): node is Element => 'tagName' in node);
  return { text, elements, named: (name: string) => elements.filter(({ tagName }) => tagName === name) };
}

function textOf(node: Node): string {
  if (node.nodeName === '#text') return (node as DefaultTreeAdapterTypes.TextNode).value;
  return 'childNodes' in node ? node.childNodes.map(textOf).join('') : '';
}

const attribute = (element: Element, name: string) => element.attrs.find((one) => one.name === name)?.value;

describe('html', () => {
  it('has a section a model, with a table of its parameters', async () => {
    const { named } = await open(makeMixedReport());
    expect(named('h1').map(textOf)).toEqual(['✗ FAIL 4 models: 1 right, 1 undecided, 1 not checked, 1 wrong']);
    expect(named('section')).toHaveLength(4);
    const rows = named('tr').map((row) => row.childNodes.map(textOf));
    expect(rows).toContainEqual(['✗ FAIL', 'layers[1].b[4]', '5', '5 of 5', '-0.4402', '0.4402 ±1.8e-7', '2', '6e-6']);
  });

  it('links from the list of models to their sections', async () => {
    const { named } = await open(makeMixedReport());
    const targets = named('a').map((link) => attribute(link, 'href')!.slice(1));
    expect(targets).toEqual(named('section').map((section) => attribute(section, 'id')));
    expect((await open(makeReport([makeModel()]))).named('nav')).toEqual([]);
  });

  it('tells mistakes and errors with their source lines', async () => {
    const { text, named } = await open(makeMixedReport(), { frameAt: ({ line }) => `> ${line} | source` });
    expect(named('pre').map(textOf)).toEqual([
      '> 41 | source',
      expect.stringContaining('loss threw a TypeError'),
      expect.stringContaining('> 12 |   for (let i = 0;'),
      expect.stringContaining('exports no `data`'),
    ]);
    expect(text).toContain('sign-flip in <code>layers[1].b</code> (certain)');
  });

  it('needs nothing from elsewhere, and runs nothing', async () => {
    const { elements } = await open(makeHostileReport(), { frameAt: () => HOSTILE });
    const names = new Set(elements.map(({ tagName }) => tagName));
    for (const name of ['script', 'link', 'img', 'iframe', 'object', 'embed']) expect(names).not.toContain(name);
    const attributes = new Set(elements.flatMap(({ attrs }) => attrs.map(({ name }) => name)));
    expect([...attributes].sort()).toEqual(
      ['aria-label', 'charset', 'class', 'content', 'href', 'http-equiv', 'id', 'lang', 'name', 'scope'].sort(),
    );
  });

  it('shows hostile names as they are', async () => {
    const { named } = await open(makeHostileReport());
    const titles = named('h2').map(textOf);
    expect(titles[0]).toContain('<script>alert(1)</script> \\u001b[31mred');
    expect(titles[0]).toContain('&amp; <!-- ');
  });
});
