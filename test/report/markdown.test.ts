import MarkdownIt from 'markdown-it';
import { parseFragment, type DefaultTreeAdapterTypes } from 'parse5';
import { describe, expect, it } from 'vitest';
import { codeCell, codeSpan, escapeMarkdown } from '../../src/report/escape-markdown.js';
import { printable } from '../../src/terminal/sanitize.js';
import { CONTROL, HOSTILE, makeHostileReport, makeMixedReport, makeModel, makeReport, render } from './fixtures.js';

const parser = new MarkdownIt({ html: true, linkify: true });
// GitHub makes links of addresses, but not of bare names with a dot.
parser.linkify.set({ fuzzyLink: false });

type Node = DefaultTreeAdapterTypes.Node;

/** The elements of a text as a browser would have them. */
function elementsOf(markdown: string): DefaultTreeAdapterTypes.Element[] {
  const walk = (node: Node): Node[] => [node, ...('childNodes' in node ? node.childNodes.flatMap(walk) : [])];
  return walk(parseFragment(parser.render(markdown))).filter((node) => 'tagName' in node);
}

function textOf(node: Node): string {
  if (node.nodeName === '#text') return (node as DefaultTreeAdapterTypes.TextNode).value;
  return 'childNodes' in node ? node.childNodes.map(textOf).join('') : '';
}

const tagsOf = (markdown: string) => new Set(elementsOf(markdown).map(({ tagName }) => tagName));
const rowsOf = (markdown: string) =>
  elementsOf(markdown)
    .filter(({ tagName }) => tagName === 'tr')
    .map((row) => row.childNodes.filter((node) => 'tagName' in node).map(textOf));

describe('markdown', () => {
  it('has a table of the models, those that need a look first', async () => {
    const rows = rowsOf(await render('markdown', makeMixedReport()));
    expect(rows.slice(0, 5)).toEqual([
      ['', 'model', 'parameters', 'entries checked', 'wrong', 'undecided', 'errors seen above'],
      ['✗ FAIL', 'two-layer perceptron examples/perceptron.ts', '5', '261 of 262', '5', '0', '6e-6'],
      ['✗ ERROR', 'vae examples/vae.ts', '0', '0 of 0', '0', '0', ''],
      ['? UNDECIDED', 'monte carlo examples/monte-carlo.ts', '1', '1 of 1', '0', '1', ''],
      ['✓ PASS', 'two-layer perceptron examples/perceptron.ts', '2', '176 of 176', '0', '0', '6e-6'],
    ]);
  });

  it('tells numbers, mistake, place and source of what is wrong', async () => {
    const frameAt = () => '> 41 | grad.layers[1].b[k] -= delta[k];';
    const text = await render('markdown', makeMixedReport(), { frameAt });
    expect(text).toContain('| `layers[1].b[4]` | -0.4402 | 0.4402 ±1.8e-7 | 2 | all 5 entries |');
    expect(text).toContain('- **sign-flip** in `layers[1].b` (certain): The gradient of');
    expect(text).toContain('  at `examples/perceptron.ts:41:7`\n\n  ```text\n  > 41 | grad');
    expect(text).toContain('\nAgain: `gradcheck check examples/perceptron.ts --seed 1`\n');
  });

  it('of a run that passes is a table', async () => {
    const text = await render('markdown', makeReport([makeModel()]));
    expect(text).toMatch(/^## ✓ gradcheck: 1 model: 1 right\n/);
    expect(text).not.toContain('###');
  });

  it('stays within what a comment may hold', async () => {
    const text = await render('markdown', makeReport(Array.from({ length: 300 }, () => makeMixedReport().models[1])));
    expect(text.length).toBeLessThan(65_536);
    expect(text).toContain('and 290 more models');
  });

  it('has no element, link or mention of what names and messages hold', async () => {
    const text = await render('markdown', makeHostileReport(), { frameAt: () => `\`\`\`\n${HOSTILE}` });
    expect(text).not.toMatch(CONTROL);
    const known = new Set('h2 h3 p strong code pre ul li table thead tbody tr th td'.split(' '));
    expect([...tagsOf(text)].filter((tag) => !known.has(tag))).toEqual([]);
    expect(new Set(rowsOf(text).map((row) => row.length))).toEqual(new Set([7, 5]));
    const inline = parser.parse(text, {}).flatMap(({ children }) => children ?? []);
    const prose = inline.filter(({ type }) => type === 'text').map(({ content }) => content);
    expect(prose.join('')).toContain('octocat');
    expect(prose.filter((part) => /[@#]\w|www\.\w|:\/\//.test(part))).toEqual([]);
  });
});

describe('escapes of Markdown', () => {
  const TEXTS = [
    HOSTILE,
    '`',
    '``` a',
    'ends in `',
    ' blanks ',
    '\\|',
    '\\\\|\\',
    '*a* _b_ ~~c~~ [d](e) ![f](g) <h> &amp; | `i`',
    'https://x.example www.x.example @a #1',
  ];
  const withoutGaps = (text: string) => text.trim().replace(/\s+/g, ' ');
  const shown = (text: string) => withoutGaps(textOf(parseFragment(parser.render(text))));

  it.each(TEXTS)('show what is written: %j', (text) => {
    const expected = withoutGaps(printable(text));
    expect(shown(`x ${escapeMarkdown(text)}`)).toBe(`x ${expected}`);
    expect(shown(`x ${codeSpan(text)}`)).toBe(`x ${expected}`);
    expect(rowsOf(`| a |\n|---|\n| ${codeCell(text)} |`)[1].map(withoutGaps)).toEqual([expected]);
  });

  it.each(TEXTS)('make nothing but text of it: %j', (text) => {
    expect([...tagsOf(`x ${escapeMarkdown(text)}`)]).toEqual(['p']);
    expect([...tagsOf(`x ${codeSpan(text)}`)]).toEqual(['p', 'code']);
  });
});
