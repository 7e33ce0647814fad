import type { DataReport } from '../../data/types.js';
import { formatNumber } from '../../terminal/number-format.js';
import { printable } from '../../terminal/sanitize.js';
import { renderTable } from '../../terminal/table.js';
import { indentLines, labelled, paragraph, type Style } from '../pretty/style.js';

/** Headings are shortened below this width. */
const NARROW = 64;

/** How the scales of the columns shape the loss, before and after each remedy. */
export function renderConditioning(data: NonNullable<DataReport['data']>, style: Style): string[] {
  const { conditioning, remedies } = data;
  const forms = [
    ['as it is', conditioning.raw],
    ['standardised', conditioning.standardized],
    ['robust', conditioning.robust],
  ] as const;
  const known = forms.filter(([, found]) => found !== null);
  if (known.length === 0 || conditioning.columns.length === 0) return [];
  const isNarrow = style.width < NARROW;
  const table = renderTable(
    [
      { head: isNarrow ? '[1 X]' : '[1 X] of the numbers', align: 'left', cells: known.map(([name]) => name) },
      {
        head: isNarrow ? 'condition' : 'condition number',
        align: 'right',
        cells: known.map(([, found]) => formatCondition(found!.conditionNumber)),
      },
      {
        head: isNarrow ? 'stable step' : 'largest stable step',
        align: 'right',
        cells: known.map(([, found]) => formatNumber(found!.largestStableStep, 3)),
      },
    ],
    style.glyphs,
    style.color.dim,
  );
  const further = remedies.filter(({ name }) => !['standardize', 'robust', 'minmax'].includes(name));
  return [
    ...indentLines(table, 2),
    ...paragraph(
      style,
      'Gradient descent on a linear model takes about half as many steps as the condition number to bring its error down by a factor of e.',
      2,
      style.color.dim,
    ),
    '',
    ...further.flatMap(({ name, conditionNumberAfter, advice }) =>
      labelled(
        style,
        { text: `--fix ${printable(name)}`, paint: style.color.cyan },
        `${conditionNumberAfter === null ? '' : `condition number ${formatCondition(conditionNumberAfter)}: `}${advice}`,
        2,
      ),
    ),
    ...(further.length > 0 ? [''] : []),
  ];
}

export function formatCondition(value: number | 'singular' | null): string {
  return typeof value === 'number' ? formatNumber(value, 3) : (value ?? '');
}
