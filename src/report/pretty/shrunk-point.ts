import type { ModelReport, PointReport, ShrunkPoint, SkippedPoint } from '../../check/report.js';
import { formatBound, formatNumber, formatQuantity } from '../../terminal/number-format.js';
import { printable, printableLines } from '../../terminal/sanitize.js';
import { formatIndex } from '../breadcrumb.js';
import { paragraph, type Style } from './style.js';

const LINES_SHOWN = 40;
const NAMES_SHOWN = 5;

/** The simpler point that fails as well, ready to paste: never broken into lines, whatever the width. */
export function renderShrunk(points: readonly PointReport[], style: Style): string[] {
  const from = points.find(({ shrunk }) => shrunk !== undefined);
  if (!from?.shrunk) return [];
  const { shrunk } = from;
  const title = describeOrigin(from.name, shrunk);
  return [
    ...paragraph(style, `${style.glyphs.arrow} ${title}`, 2, style.color.magenta.bold),
    ...paragraph(style, describeNumbers(shrunk, style), 4),
    '',
    ...writeOut(shrunk.text, style),
    '',
  ];
}

function describeOrigin(name: string, { path, index, tries, isSimpler }: ShrunkPoint): string {
  const entry = printable(path) + formatIndex(index);
  if (!isSimpler) return `${entry} is wrong at ${printable(name)}, and at no simpler point that was tried`;
  return `${entry} is wrong at a simpler point too (shrunk from ${printable(name)} in ${formatQuantity(tries, 'try', 'tries')})`;
}

function describeNumbers({ analytic, numeric, bound, reason }: ShrunkPoint, { glyphs }: Style): string {
  const numbers =
    reason === 'non-finite'
      ? `analytic ${formatNumber(analytic)}`
      : `analytic ${formatNumber(analytic)}, numeric ${formatNumber(numeric)} ${glyphs.plusMinus}${formatBound(bound)}`;
  return `${numbers}; to see it alone, check at this point:`;
}

function writeOut(text: string | undefined, style: Style): string[] {
  if (text === undefined) return paragraph(style, 'The point is too large to be written here.', 4, style.color.dim);
  const lines = printableLines(text);
  const shown = lines.length > LINES_SHOWN && !style.verbose ? lines.slice(0, LINES_SHOWN) : lines;
  const rest = `and ${formatQuantity(lines.length - shown.length, 'more line')} (--verbose and the JSON report have them all)`;
  return [
    ...shown.map((line) => `    ${style.color.cyan(line)}`),
    ...(shown.length < lines.length ? paragraph(style, rest, 4, style.color.dim) : []),
  ];
}

/** Points at which there was nothing to check, and why. */
export function renderSkipped({ skippedPoints = [] }: ModelReport, style: Style): string[] {
  if (skippedPoints.length === 0) return [];
  const named = skippedPoints.slice(0, NAMES_SHOWN).map(describeSkippedPoint);
  const rest = skippedPoints.length - named.length;
  const list = named.join('; ') + (rest > 0 ? `; and ${formatQuantity(rest, 'more point')}` : '');
  const title = `${style.glyphs.skipped} ${formatQuantity(skippedPoints.length, 'point')} skipped: ${list}`;
  return [...paragraph(style, title, 2, style.color.dim), ''];
}

function describeSkippedPoint({ name, reason, found }: SkippedPoint): string {
  const what = reason === 'loss-threw' ? `the loss threw (${printable(found)})` : `the loss is ${printable(found)}`;
  return `${printable(name)}, where ${what}`;
}
