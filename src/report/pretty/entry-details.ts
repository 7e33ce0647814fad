import type { EntryReport, ParameterReport } from '../../check/report.js';
import { formatCount, formatNumber, formatQuantity, formatRelativeError } from '../../terminal/number-format.js';
import { printable } from '../../terminal/sanitize.js';
import { measureTable, renderTable, type Column } from '../../terminal/table.js';
import { shortenMiddle } from '../../terminal/text-layout.js';
import { breadcrumb, formatIndex } from '../breadcrumb.js';
import { shownEntry } from '../shown-entry.js';
import { adviseOnReason, describeReason } from '../wording.js';
import { alignEstimates, formatEntryNumbers, formatRatio, type EntryNumbers } from './entry-numbers.js';
import { indentLines, labelled, paintVerdict, paragraph, verdictGlyph, type Style } from './style.js';

const ENTRIES_SHOWN = 5;
/** Even with --verbose; the JSON report has more. */
const MOST_ENTRIES_SHOWN = 100;
const INDENT = 4;
const NARROWEST_NAME = 8;
const INDICES_LISTED = 3;
const WIDTH_FOR_BOUND = 60;

/** The entries of a parameter that need words: kinks, what could not be decided, and last what is wrong. */
export function renderEntryDetails(parameter: ParameterReport, style: Style): string[] {
  const kinks = parameter.notes.filter(({ verdict }) => verdict === 'kink');
  const undecided = parameter.notes.filter(({ verdict }) => verdict === 'inconclusive');
  return [
    ...renderGroup(parameter, 'kink', kinks, parameter.kink, style),
    ...(isUnlocated(parameter)
      ? renderUnlocated(parameter, style)
      : renderGroup(parameter, 'inconclusive', undecided, parameter.inconclusive, style)),
    ...renderGroup(parameter, 'fail', rankByError(parameter.failures), parameter.failed, style),
  ];
}

/** Wrong, and nobody knows where. */
function isUnlocated({ verdict, failed }: ParameterReport): boolean {
  return verdict === 'fail' && failed === 0;
}

function renderUnlocated(parameter: ParameterReport, style: Style): string[] {
  const about = `${verdictGlyph(style, 'fail')} ${printable(parameter.path)}: wrong along a direction`;
  return [
    ...paragraph(style, about, 2, paintVerdict(style, 'fail')),
    ...renderReasons(alongDirection(parameter), style),
    '',
  ];
}

type ToldVerdict = 'kink' | 'inconclusive' | 'fail';

const GROUP_WORDS: Readonly<Record<ToldVerdict, string>> = {
  fail: 'wrong',
  kink: 'at a kink of the loss',
  inconclusive: 'undecided',
};

function renderGroup(
  parameter: ParameterReport,
  verdict: ToldVerdict,
  entries: readonly EntryReport[],
  count: number,
  style: Style,
): string[] {
  if (count === 0) return [];
  const shown = entries.slice(0, style.verbose ? MOST_ENTRIES_SHOWN : ENTRIES_SHOWN);
  const paint = paintVerdict(style, verdict);
  const known = verdict === 'fail' && parameter.known ? ` (${formatCount(parameter.known)} known)` : '';
  const about = `${printable(parameter.path)}: ${describeShare(count, parameter)}${GROUP_WORDS[verdict]}${known}`;
  return [
    ...paragraph(style, `${verdictGlyph(style, verdict)} ${about}`, 2, paint),
    ...renderEntries(parameter.path, shown, style),
    ...(shown.length > 0 ? renderRest(count - shown.length, verdict, style) : []),
    ...renderReasons(shown.length > 0 ? shown : alongDirection(parameter), style),
    '',
  ];
}

/** What stands for entries that were not looked at one by one. */
function alongDirection(parameter: ParameterReport): EntryReport[] {
  const shown = shownEntry(parameter);
  return shown ? [shown] : [];
}

/** `3 of 5 checked entries `, `all 5 entries `, or nothing for a plain number. */
function describeShare(count: number, { size, checked }: ParameterReport): string {
  if (size === 1) return '';
  if (count === size) return `all ${formatCount(count)} entries `;
  return `${formatCount(count)} of ${formatQuantity(checked, 'checked entry', 'checked entries')} `;
}

function renderEntries(path: string, entries: readonly EntryReport[], style: Style): string[] {
  if (entries.length === 0) return [];
  const { glyphs, color, width } = style;
  const numbers = entries.map((entry) => formatEntryNumbers(entry, style));
  const columns: Column[] = [
    { head: 'entry', align: 'left', cells: entries.map(({ index }) => breadcrumb(printable(path), index)) },
    { head: 'analytic', align: 'right', cells: numbers.map(({ analytic }) => analytic) },
    ...(entries[0].verdict === 'kink' ? [] : createEstimateColumns(entries, numbers, style)),
    ...optionalColumn('one-sided slopes', 'left', entries.map(formatSlopes)),
  ];
  while (columns.length > 3 && measureTable(columns.slice(1)) + NARROWEST_NAME > width - INDENT) columns.pop();
  const nameRoom = Math.max(NARROWEST_NAME, width - INDENT - measureTable(columns.slice(1)) - 2);
  columns[0].cells = entries.map((entry) => shortenName(path, entry, nameRoom, style));
  return indentLines(renderTable(columns, glyphs, color.dim), INDENT);
}

function createEstimateColumns(
  entries: readonly EntryReport[],
  numbers: readonly EntryNumbers[],
  { glyphs, width }: Style,
): Column[] {
  if (width < WIDTH_FOR_BOUND) {
    return [{ head: 'numeric', align: 'right', cells: numbers.map(({ numeric }) => numeric) }];
  }
  const errors = entries.map(({ relativeError }) => formatRelativeError(relativeError));
  return [
    { head: `numeric ${glyphs.plusMinus} bound`, align: 'left', cells: alignEstimates(numbers) },
    { head: 'error', align: 'right', cells: errors },
    ...optionalColumn('ratio', 'right', entries[0].verdict === 'fail' ? entries.map(formatRatio) : []),
  ];
}

function optionalColumn(head: string, align: Column['align'], cells: readonly string[]): Column[] {
  return cells.some((cell) => cell !== '') ? [{ head, align, cells }] : [];
}

/** The index is what tells entries apart, so the path is shortened before it. */
function shortenName(path: string, { index }: EntryReport, room: number, { glyphs }: Style): string {
  const place = formatIndex(index);
  const pathRoom = room - place.length;
  if (pathRoom < NARROWEST_NAME / 2) return shortenMiddle(printable(path) + place, room, glyphs.ellipsis);
  return breadcrumb(shortenMiddle(printable(path), pathRoom, glyphs.ellipsis), index);
}

function renderRest(rest: number, verdict: ToldVerdict, style: Style): string[] {
  if (rest <= 0) return [];
  const all = verdict === 'fail' && !style.verbose ? ' (--verbose shows them)' : '';
  return paragraph(style, `and ${formatQuantity(rest, 'more entry', 'more entries')}${all}`, INDENT, style.color.dim);
}

/** Each reason among the entries once, with what would help. */
function renderReasons(entries: readonly EntryReport[], style: Style): string[] {
  const reasons = [...new Set(entries.map(({ reason }) => reason))];
  return reasons.flatMap((reason) => {
    const alike = entries.filter((entry) => entry.reason === reason);
    const advice = adviseOnReason(reason, Math.max(...alike.map(({ relativeError }) => relativeError)));
    const lead = reasons.length > 1 ? `${listIndices(alike)}: ` : '';
    return [
      ...paragraph(style, lead + describeReason(reason), INDENT),
      ...(advice ? labelled(style, { text: style.glyphs.arrow, paint: style.color.cyan }, advice, INDENT) : []),
    ];
  });
}

function listIndices(entries: readonly EntryReport[]): string {
  const named = entries.slice(0, INDICES_LISTED).map(({ index }) => formatIndex(index));
  const rest = entries.length - named.length;
  return named.join(' ') + (rest > 0 ? ` and ${rest} more` : '');
}

function formatSlopes({ slopes }: EntryReport): string {
  return slopes ? `${formatNumber(slopes[0])} to ${formatNumber(slopes[1])}` : '';
}

function rankByError(entries: readonly EntryReport[]): EntryReport[] {
  return [...entries].sort((a, b) => compare(rank(b), rank(a)) || compare(gap(b), gap(a)));
}

// A plain subtraction would be NaN between two infinities.
function compare(a: number, b: number): number {
  return a === b ? 0 : a - b;
}

function gap({ analytic, numeric }: EntryReport): number {
  return Math.abs(analytic - numeric) || 0;
}

// Not a number sorts before everything: nothing is more wrong.
function rank({ analytic, relativeError }: EntryReport): number {
  return Number.isFinite(analytic) && !Number.isNaN(relativeError) ? relativeError : Infinity;
}
