import { printable, printableLines } from '../terminal/sanitize.js';

/** Text for running Markdown: nothing in it is markup, an HTML tag, a mention, a reference to an issue, or a link. */
export function escapeMarkdown(text: string): string {
  return (
    printable(text)
      .replace(/[\\`*_~[\]<>&|$]/g, '\\$&')
      // GitHub finds these in the rendered text; an empty comment between the characters hides them.
      .replace(/[@#]/g, '$&<!-- -->')
      .replace(/\/(?=\/)/g, '/<!-- -->')
      .replace(/\bwww\./gi, '$&<!-- -->')
  );
}

/** A sentence of ours: what it has in backticks is code, and all else is text. */
export function formatSentence(text: string): string {
  return text
    .split(/`([^`]+)`/)
    .map((part, i) => (i % 2 === 0 ? escapeMarkdown(part) : codeSpan(part)))
    .join('');
}

/** Text as code in a line, fenced by one backtick more than it holds in a row. */
export function codeSpan(text: string): string {
  const shown = printable(text);
  if (shown.trim() === '') return '`""`';
  const fence = '`'.repeat(longestRun(shown) + 1);
  const isBare = /^[^ `].*[^ `]$|^[^ `]$/u.test(shown);
  return isBare ? fence + shown + fence : `${fence} ${shown} ${fence}`;
}

/** The same in the cell of a table, which splits at every pipe that has no backslash before it. */
export function codeCell(text: string): string {
  return codeSpan(text).replaceAll('|', '\\|');
}

/** Lines of code, each behind an indent. */
export function codeBlock(text: string, indent = ''): string[] {
  const lines = printableLines(text.trimEnd());
  const fence = '`'.repeat(Math.max(3, longestRun(lines.join('\n')) + 1));
  return [`${fence}text`, ...lines, fence].map((line) => (indent + line).trimEnd());
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}
