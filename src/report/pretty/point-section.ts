import type { ParameterReport, PointReport } from '../../check/report.js';
import { formatCount, formatNumber, formatQuantity } from '../../terminal/number-format.js';
import { printable } from '../../terminal/sanitize.js';
import { describeSkipped } from '../wording.js';
import { describeCoverage } from './coverage.js';
import { describeDetectionLimit } from './detection-limit.js';
import { renderEntryDetails } from './entry-details.js';
import { renderParameterTable } from './parameter-table.js';
import { renderStepTable } from './step-table.js';
import { paintVerdict, paragraph, verdictGlyph, type Style } from './style.js';

/** More rows of one verdict than this are not all shown. */
const ROWS_SHOWN = 30;
/** Even with --verbose, which is read in a pager. */
const MOST_ROWS_SHOWN = 1000;
/** Parameters whose wrong or undecided entries are listed. */
const DETAILS_SHOWN = 10;

/** Passing first, failing last: the end of the output is what is on the screen. */
const ROW_ORDER: readonly ParameterReport['verdict'][] = ['none', 'pass', 'kink', 'inconclusive', 'fail'];

interface Group {
  verdict: ParameterReport['verdict'];
  parameters: readonly ParameterReport[];
  shown: readonly ParameterReport[];
}

/** Table, detection limit and details of the parameters at one point. */
export function renderPoint(point: PointReport, style: Style): string[] {
  const groups = ROW_ORDER.map((verdict) => groupParameters(point, verdict, style)).filter(
    ({ parameters }) => parameters.length > 0,
  );
  const rows = groups.flatMap(({ shown }) => shown);
  return [
    ...groups.filter(({ shown }) => shown.length === 0).flatMap((group) => summarizeGroup(group, style)),
    ...(rows.length > 0 ? renderParameterTable(rows, style) : []),
    ...groups.filter(({ shown }) => shown.length > 0).flatMap((group) => summarizeGroup(group, style)),
    '',
    ...block(
      [...describeDetectionLimit(point.parameters), ...describeCoverage(point.parameters)].flatMap((line) =>
        paragraph(style, line, 2, style.color.dim),
      ),
    ),
    ...(style.verbose ? rows.flatMap((parameter) => renderStepTable(parameter, style)) : []),
    ...renderDetails(rows, style),
  ];
}

/** `at point drawn 3 (seed 1), loss 2.31`. */
export function renderPointTitle(point: PointReport, style: Style): string[] {
  const title = `at ${printable(point.name)}, loss ${formatNumber(point.loss)}`;
  return [...paragraph(style, title, 2, style.color.bold), ''];
}

function groupParameters(point: PointReport, verdict: ParameterReport['verdict'], style: Style): Group {
  const parameters = point.parameters.filter((parameter) => parameter.verdict === verdict);
  // Many that are right tell no more than their number; of what needs a look, the first are shown.
  const isQuiet = (verdict === 'pass' || verdict === 'none') && parameters.length > ROWS_SHOWN;
  const limit = style.verbose ? MOST_ROWS_SHOWN : isQuiet ? 0 : ROWS_SHOWN;
  return { verdict, parameters, shown: parameters.slice(0, limit) };
}

/** One line for the parameters of a group that have no row. */
function summarizeGroup({ verdict, parameters, shown }: Group, style: Style): string[] {
  const rest = parameters.slice(shown.length);
  if (rest.length === 0) return [];
  const glyph = verdictGlyph(style, verdict);
  const count = `${formatCount(rest.length)}${shown.length > 0 ? ' more' : ''}`;
  const text = `${glyph} ${count} ${describeGroup(verdict, rest)}${style.verbose ? '' : ' (--verbose lists them)'}`;
  return paragraph(style, text, 2, paintVerdict(style, verdict));
}

function describeGroup(verdict: ParameterReport['verdict'], parameters: readonly ParameterReport[]): string {
  const noun = parameters.length === 1 ? 'parameter' : 'parameters';
  if (verdict === 'none') {
    const reasons = [...new Set(parameters.map(({ skipped }) => describeSkipped(skipped)))];
    return `${noun} skipped: ${reasons.join(', ')}`;
  }
  if (verdict === 'pass') {
    const entries = parameters.reduce((sum, { checked }) => sum + checked, 0);
    return `${noun} pass, ${formatQuantity(entries, 'entry', 'entries')} checked`;
  }
  if (verdict === 'fail') return `failing ${noun}`;
  return verdict === 'kink' ? `${noun} with kinks` : `undecided ${noun}`;
}

function renderDetails(rows: readonly ParameterReport[], style: Style): string[] {
  const needed = rows.filter(({ kink, inconclusive, failed }) => kink + inconclusive + failed > 0);
  // The rows end with the failing ones, and of those the table has the order.
  const told = style.verbose ? needed : needed.slice(-DETAILS_SHOWN);
  const rest = needed.length - told.length;
  const text = `Entries of ${formatQuantity(rest, 'more parameter')} are listed with --verbose.`;
  return [
    ...(rest > 0 ? block(paragraph(style, text, 2, style.color.dim)) : []),
    ...told.flatMap((parameter) => renderEntryDetails(parameter, style)),
  ];
}

function block(lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [...lines, ''];
}
