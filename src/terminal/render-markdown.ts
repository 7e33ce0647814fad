import type { ChalkInstance } from 'chalk';
import { measureWidth, wrapText } from './text-layout.js';

const CODE_INDENT = '    ';

/**
 * The Markdown of our own pages for a terminal: headings bold, code indented and as it stands, paragraphs and lists
 * wrapped to the width. Knows headings, paragraphs, lists of one level, fenced code, and `code`, **bold** and links in
 * the text.
 */
export function renderMarkdown(text: string, color: ChalkInstance, width: number): string[] {
  const lines: string[] = [];
  const source = text.trimEnd().split(/\r?\n/);
  for (let i = 0; i < source.length; i++) {
    const line = source[i];
    if (line.startsWith('```')) {
      const end = source.indexOf('```', i + 1);
      const code = source.slice(i + 1, end < 0 ? undefined : end);
      lines.push(...code.map((row) => (row === '' ? '' : CODE_INDENT + color.dim(row))));
      i = end < 0 ? source.length : end;
    } else if (/^#+ /.test(line)) {
      lines.push(color.bold(line.replace(/^#+ /, '')));
    } else if (line.trim() === '') {
      lines.push('');
    } else {
      const item = /^\s*(?:[-*]|\d+\.) /.exec(line)?.[0] ?? '';
      let paragraph = line.slice(item.length);
      while (isContinued(source[i + 1])) paragraph += ` ${source[++i].trim()}`;
      lines.push(...hang(item.trimStart(), styleInline(paragraph, color), width));
    }
  }
  return lines;
}

function isContinued(next: string | undefined): boolean {
  return next !== undefined && next.trim() !== '' && !/^(?:```|#+ |\s*(?:[-*]|\d+\.) )/.test(next);
}

/** Wrapped text behind a mark, its further lines below its first. */
function hang(mark: string, text: string, width: number): string[] {
  const indent = measureWidth(mark);
  return wrapText(text, width - indent).map((line, i) => (i === 0 ? mark : ' '.repeat(indent)) + line);
}

/** Without colours the backticks stay: they tell what is to be typed. */
function styleInline(text: string, color: ChalkInstance): string {
  const linked = text.replace(/\[([^\]]+)\]\([^)]+\)/g, '$1');
  const bold = linked.replace(/\*\*([^*]+)\*\*/g, (_, words: string) => styleWords(words, color.bold));
  if (color.level === 0) return bold;
  return bold.replace(/`([^`]+)`/g, (_, code: string) => styleWords(code, color.cyan));
}

/** Word by word, so that a line can end between two of them without leaving a colour on. */
function styleWords(text: string, paint: (word: string) => string): string {
  return text
    .split(' ')
    .map((word) => paint(word))
    .join(' ');
}
