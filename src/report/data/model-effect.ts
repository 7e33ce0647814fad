import type { BeforeAfter, ModelEffect, RowGradients } from '../../data/types.js';
import { formatBound, formatCount, formatNumber, formatQuantity } from '../../terminal/number-format.js';
import { printable } from '../../terminal/sanitize.js';
import { renderTable } from '../../terminal/table.js';
import { indentLines, labelled, paragraph, type Style } from '../pretty/style.js';
import { formatCondition } from './conditioning.js';

const MOST_ROWS = 12;

/** What the data do to the gradient of the model. */
export function renderModelEffect(effect: ModelEffect, style: Style): string[] {
  const { color, glyphs } = style;
  const isWrong = effect.wrong.length > 0;
  const paint = isWrong ? color.red : color.dim;
  return [
    ...paragraph(style, `the gradient of ${printable(effect.name)}, at params`, 2, color.bold),
    ...(effect.rowGradients ? renderRows(effect.rowGradients, style) : []),
    ...renderBeforeAfter(effect, style),
    ...effect.notes.flatMap((note) =>
      labelled(style, { text: isWrong ? glyphs.fail : glyphs.dot, paint }, printable(note), 4, paint),
    ),
    '',
  ];
}

function renderRows(found: RowGradients, style: Style): string[] {
  const { rowNorms, heavy, opposing, noiseScale, joined, norm, rows } = found;
  const lines = [
    `norm ${formatNumber(norm)}, as a mean over rows (the loss is a ${joined}); of single rows: median ` +
      `${formatNumber(rowNorms.median)}, 90 % below ${formatNumber(rowNorms.p90)}, largest ${formatNumber(rowNorms.max)}`,
    heavy.count === 0
      ? 'no row holds more than ten times its share'
      : `${formatQuantity(heavy.count, 'row')} with more than ten times their share, ${formatNumber(100 * heavy.share, 3)} % of the whole together: rows ${listRows(heavy)}`,
    `${formatCount(opposing.count)} of ${formatQuantity(rows, 'row')} point against the gradient of all`,
    ...(noiseScale === null
      ? []
      : [`noise scale ${formatNumber(noiseScale, 3)}: a batch of that many rows has as much noise as gradient`]),
  ];
  return lines.flatMap((line) => paragraph(style, line, 4));
}

function listRows({ rows, count }: RowGradients['heavy']): string {
  const shown = rows.slice(0, MOST_ROWS);
  return shown.join(', ') + (count > shown.length ? ` and ${formatCount(count - shown.length)} more` : '');
}

function renderBeforeAfter({ hessian, detectionLimit, standardized }: ModelEffect, style: Style): string[] {
  const rows: [string, BeforeAfter<string>][] = [
    ['condition number of the Hessian', mapBoth(hessian, ({ conditionNumber }) => formatCondition(conditionNumber))],
    [
      'largest stable step',
      mapBoth(hessian, ({ stableStep }) => (stableStep === null ? style.glyphs.skipped : formatNumber(stableStep, 3))),
    ],
    ['errors a check would see, from', mapBoth(detectionLimit, (limit) => formatBound(limit))],
  ];
  const known = rows.filter(([, { before, after }]) => before !== null || after !== null);
  if (known.length === 0 || standardized.length === 0) return [];
  const cells = (key: 'before' | 'after') => known.map(([, figures]) => figures[key] ?? style.glyphs.skipped);
  const table = renderTable(
    [
      { head: '', align: 'left', cells: known.map(([name]) => name) },
      { head: 'as it is', align: 'right', cells: cells('before') },
      { head: 'standardised', align: 'right', cells: cells('after') },
    ],
    style.glyphs,
    style.color.dim,
  );
  return indentLines(table, 4);
}

function mapBoth<Figure>(both: BeforeAfter<Figure> | null, write: (figure: Figure) => string): BeforeAfter<string> {
  const one = (figure: Figure | null | undefined): string | null =>
    figure === null || figure === undefined ? null : write(figure);
  return { before: one(both?.before), after: one(both?.after) };
}
