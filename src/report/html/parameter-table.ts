import type { EntryReport, ParameterReport } from '../../check/report.js';
import { formatCount, formatNumber, formatQuantity, formatRelativeError } from '../../terminal/number-format.js';
import { breadcrumb } from '../breadcrumb.js';
import { formatNumbers } from '../describe-entry.js';
import { escapeMarkup as esc } from '../escape-markup.js';
import { shownEntry } from '../shown-entry.js';
import { signOf } from '../sign.js';
import { describeSkipped, nameEntryVerdict } from '../wording.js';

/** A browser takes its time over larger tables; the JSON report has all. */
const ROWS_SHOWN = 500;

const HEAD = [
  'verdict',
  'parameter',
  'shape',
  'checked',
  'analytic',
  'numeric ± bound',
  'relative error',
  'seen above',
];

/** What needs a look comes first. */
const ORDER: readonly ParameterReport['verdict'][] = ['fail', 'inconclusive', 'kink', 'pass', 'none'];

/** One row a parameter, with its worst entry. */
export function formatParameterTable(parameters: readonly ParameterReport[]): string[] {
  const sorted = ORDER.flatMap((verdict) => parameters.filter((parameter) => parameter.verdict === verdict));
  const rest = sorted.length - ROWS_SHOWN;
  return [
    '<table>',
    `<thead><tr>${HEAD.map((name) => `<th scope="col">${name}</th>`).join('')}</tr></thead>`,
    '<tbody>',
    ...sorted.slice(0, ROWS_SHOWN).map(formatRow),
    '</tbody>',
    '</table>',
    ...(rest > 0 ? [`<p>and ${formatQuantity(rest, 'more parameter')}</p>`] : []),
  ];
}

function formatRow(parameter: ParameterReport): string {
  const { path, shape, size, checked, verdict, worst, skipped, known } = parameter;
  const shown = shownEntry(parameter);
  const isKnown = known !== undefined && known > 0 && known === parameter.failed;
  const cells = [
    shape.length === 0 ? 'number' : shape.join(' × '),
    `${formatCount(checked)} of ${formatCount(size)}`,
    ...(shown ? formatShown(shown) : [describeSkipped(skipped), '', '']),
    formatLimit(parameter),
  ];
  const name = breadcrumb(path, worst?.index ?? []);
  return [
    `<tr class="${isKnown ? 'known' : verdict}"><td class="verdict">${signOf(isKnown ? 'known' : verdict)} `,
    `${isKnown ? 'known' : nameEntryVerdict(verdict)}</td><th scope="row"><code>${esc(name)}</code></th>`,
    ...cells.map((cell) => `<td>${esc(cell)}</td>`),
    '</tr>',
  ].join('');
}

function formatShown(shown: EntryReport): string[] {
  const { analytic, numeric, bound } = formatNumbers(shown);
  return [analytic, `${numeric} ${bound}`.trim(), formatRelativeError(shown.relativeError)];
}

function formatLimit({ checked, detectionLimit, absoluteDetectionLimit }: ParameterReport): string {
  if (checked === 0) return '';
  if (detectionLimit !== null) return formatNumber(detectionLimit, 1);
  return absoluteDetectionLimit === undefined ? 'nothing' : `${formatNumber(absoluteDetectionLimit, 1)} absolute`;
}
