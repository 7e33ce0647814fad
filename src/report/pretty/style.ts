import type { ChalkInstance } from 'chalk';
import type { ParameterReport } from '../../check/report.js';
import type { Standing } from '../../check/summarize.js';
import { selectGlyphs, type Glyphs } from '../../terminal/glyphs.js';
import { measureWidth, wrapText } from '../../terminal/text-layout.js';
import type { ReporterContext } from '../reporter.js';

/** What the parts of the terminal report need to know about where they are shown. */
export interface Style {
  color: ChalkInstance;
  glyphs: Glyphs;
  width: number;
  verbose: boolean;
  debug: boolean;
}

export type Paint = (text: string) => string;

export function createStyle({ color, unicode, width, verbose, debug }: ReporterContext): Style {
  return { color, glyphs: selectGlyphs(unicode), width, verbose, debug };
}

export function paintVerdict(style: Style, verdict: ParameterReport['verdict'] | Standing): Paint {
  const { color } = style;
  if (verdict === 'pass') return color.green;
  if (verdict === 'fail' || verdict === 'error') return color.red.bold;
  return verdict === 'none' ? color.dim : color.yellow;
}

export function verdictGlyph({ glyphs }: Style, verdict: ParameterReport['verdict'] | Standing): string {
  if (verdict === 'none') return glyphs.skipped;
  if (verdict === 'known') return glyphs.warning;
  return verdict === 'error' ? glyphs.fail : glyphs[verdict];
}

export function indentLines(lines: readonly string[], indent: number): string[] {
  return lines.map((line) => (line === '' ? '' : ' '.repeat(indent) + line));
}

/** Colours each line; chalk would take further arguments of `map` for text. */
export function paintLines(lines: readonly string[], paint: Paint): string[] {
  return lines.map((line) => paint(line));
}

/** Plain text wrapped to the width of the terminal, indented and coloured. */
export function paragraph(style: Style, text: string, indent: number, paint: Paint = (line) => line): string[] {
  return indentLines(paintLines(wrapText(text, style.width - indent), paint), indent);
}

/**
 * A short label with text beside it; the text hangs to the right of the label, or below it when the label is long.
 *
 *     bound   text that goes on
 *             and on
 */
export function labelled(
  style: Style,
  label: { text: string; paint: Paint },
  text: string,
  indent: number,
  paint: Paint = (line) => line,
): string[] {
  const column = indent + measureWidth(label.text) + 2;
  if (column > style.width / 2) {
    return [...paragraph(style, label.text, indent, label.paint), ...paragraph(style, text, indent + 2, paint)];
  }
  const [first, ...rest] = wrapText(text, style.width - column);
  const lead = `${' '.repeat(indent)}${label.paint(label.text)}  `;
  return [lead + paint(first), ...indentLines(paintLines(rest, paint), column)];
}
