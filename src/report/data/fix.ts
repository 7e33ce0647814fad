import type { FixReport } from '../../data/types.js';
import { formatCount, formatQuantity } from '../../terminal/number-format.js';
import { printable } from '../../terminal/sanitize.js';
import { labelled, paragraph, type Style } from '../pretty/style.js';
import { formatCondition } from './conditioning.js';

/** What was done to the data, and where it was written. */
export function renderFix(fix: FixReport, style: Style): string[] {
  const { color, glyphs } = style;
  const dropped = fix.rowsBefore - fix.rowsAfter;
  const done = [
    `${formatQuantity(fix.changedCells, 'cell')} changed`,
    `${formatCount(dropped)} of ${formatQuantity(fix.rowsBefore, 'row')} left out`,
    ...(fix.conditionNumberAfter === null ? [] : [`condition number ${formatCondition(fix.conditionNumberAfter)}`]),
  ].join(` ${glyphs.dot} `);
  const files = [fix.out, fix.scaler, fix.changes].filter((file) => file !== null);
  return [
    ...paragraph(style, `${fix.isDryRun ? 'would do' : 'done'}: ${fix.steps.map(printable).join(', ')}`, 2, color.bold),
    ...paragraph(style, done, 4),
    ...(files.length > 0
      ? paragraph(style, `${fix.isDryRun ? 'would write' : 'written'}: ${files.map(printable).join(', ')}`, 4)
      : []),
    ...fix.notes.flatMap((note) => labelled(style, { text: glyphs.warning, paint: color.yellow }, printable(note), 4)),
    '',
  ];
}
