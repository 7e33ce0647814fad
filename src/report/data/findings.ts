import type { Finding, FindingLevel } from '../../data/types.js';
import { formatCount } from '../../terminal/number-format.js';
import { printable } from '../../terminal/sanitize.js';
import { labelled, paragraph, type Paint, type Style } from '../pretty/style.js';

/** Rows that are named; JSON has them all, up to 1000. */
const MOST_ROWS = 12;

/** What was found, errors first: what it is, where, and what to do. */
export function renderFindings(findings: readonly Finding[], style: Style): string[] {
  return findings.flatMap((finding) => [
    ...paragraph(style, `${signOf(finding.level, style)} ${finding.code}`, 2, paintOf(finding.level, style)),
    ...paragraph(style, printable(finding.message), 4),
    ...renderRows(finding, style),
    ...labelled(style, { text: style.glyphs.arrow, paint: style.color.cyan }, printable(finding.advice), 4),
    '',
  ]);
}

function renderRows({ rows, count, lines }: Finding, style: Style): string[] {
  if (rows.length === 0) return [];
  const named = rows.slice(0, MOST_ROWS).map((row, i) => (lines ? `${row} (line ${lines[i]})` : String(row)));
  const rest = count > named.length ? ` and ${formatCount(count - named.length)} more` : '';
  return paragraph(style, `rows ${named.join(', ')}${rest}`, 4, style.color.dim);
}

function signOf(level: FindingLevel, { glyphs }: Style): string {
  return level === 'error' ? glyphs.fail : level === 'warn' ? glyphs.warning : glyphs.dot;
}

function paintOf(level: FindingLevel, { color }: Style): Paint {
  return level === 'error' ? color.red.bold : level === 'warn' ? color.yellow : color.dim;
}
