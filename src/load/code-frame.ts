const CONTEXT_LINES = 2;
const MAX_WIDTH = 160;

/**
 * Two source lines before and after a position, with line numbers and a caret, in plain text:
 *
 *     > 2 | const b = ;
 *         |           ^
 *
 * @param line 1-based
 * @param column 1-based, in UTF-16 units
 * @returns '' when the source has no such line
 */
export function codeFrame(source: string, line: number, column: number): string {
  const lines = source.split(/\r\n|\n|\r/);
  if (!(line >= 1 && line <= lines.length)) return '';
  const first = Math.max(1, line - CONTEXT_LINES);
  const last = Math.min(lines.length, line + CONTEXT_LINES);
  const numberWidth = String(last).length;
  const caret = Math.max(0, Math.min(column - 1, lines[line - 1]!.length));
  // A minified line would flood the terminal: all lines are cut to the same window around the caret.
  const offset = caret < MAX_WIDTH - 20 ? 0 : caret - MAX_WIDTH / 2;
  const rows: string[] = [];
  for (let number = first; number <= last; number++) {
    const text = lines[number - 1]!.slice(offset, offset + MAX_WIDTH);
    rows.push(`${number === line ? '>' : ' '} ${String(number).padStart(numberWidth)} | ${text}`.trimEnd());
    if (number !== line) continue;
    // Tabs stay tabs, so that the caret lands under its character at any tab width.
    const indent = text.slice(0, caret - offset).replace(/[^\t]/g, ' ');
    rows.push(`  ${' '.repeat(numberWidth)} | ${indent}^`);
  }
  return rows.join('\n');
}
