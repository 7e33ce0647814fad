import { Chalk } from 'chalk';
import { describe, expect, it } from 'vitest';
import { renderMarkdown } from '../../src/terminal/render-markdown.js';

const PAGE = `# title

A paragraph whose words
stand on [two lines](https://example.org) with \`some code\`.

- an item that is longer than the line is wide
- **bold words**
  and more
1. one

\`\`\`ts
const x   = 1; // **as it is**, however long the line may be

end();
\`\`\`
After the code.
`;

describe('renderMarkdown', () => {
  it('wraps text, indents code and keeps lists', () => {
    expect(renderMarkdown(PAGE, new Chalk({ level: 0 }), 30).join('\n')).toMatchInlineSnapshot(`
      "title

      A paragraph whose words stand
      on two lines with \`some code\`.

      - an item that is longer than
        the line is wide
      - bold words and more
      1. one

          const x   = 1; // **as it is**, however long the line may be

          end();
      After the code."
    `);
  });

  it('colours headings, code and bold words, never across the end of a line', () => {
    const lines = renderMarkdown(PAGE, new Chalk({ level: 1 }), 30);
    const escape = String.fromCharCode(27);
    expect(lines[0]).toBe(`${escape}[1mtitle${escape}[22m`);
    expect(lines.join('\n')).not.toContain('`');
    for (const line of lines) {
      const [opened, closed] = [/\[(?:1|2|36)m/g, /\[(?:22|39)m/g].map((code) => (line.match(code) ?? []).length);
      expect(opened, line).toBe(closed);
    }
  });

  it('takes code without an end to be code up to the end', () => {
    expect(renderMarkdown('```\na\n# b', new Chalk({ level: 0 }), 40)).toEqual(['    a', '    # b']);
  });
});
