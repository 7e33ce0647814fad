import type { CheckReport, ModelReport, StaleRecord } from '../../check/report.js';
import { formatQuantity } from '../../terminal/number-format.js';
import { printable } from '../../terminal/sanitize.js';
import { breadcrumb } from '../breadcrumb.js';
import { describeRegression } from '../rules.js';
import { labelled, paragraph, type Style } from './style.js';

const RECORDS_SHOWN = 10;

/** In what a model is worse than its baseline, beside failures that it does not know. */
export function renderRegressions({ regressions = [] }: ModelReport, style: Style): string[] {
  if (regressions.length === 0) return [];
  const { color, glyphs } = style;
  const shown = regressions.slice(0, RECORDS_SHOWN);
  const rest = regressions.length - shown.length;
  return [
    ...paragraph(style, `${glyphs.fail} worse than the baseline`, 2, color.red.bold),
    ...shown.flatMap((regression) => paragraph(style, describeRegression(regression), 4)),
    ...(rest > 0 ? paragraph(style, `and ${rest} more`, 4, color.dim) : []),
    '',
  ];
}

/** Records that are out of date, and what to do about them. */
export function renderStale({ baseline }: CheckReport, style: Style): string[] {
  if (!baseline || baseline.stale.length === 0) return [];
  const { stale, file } = baseline;
  const { color, glyphs } = style;
  const shown = stale.slice(0, RECORDS_SHOWN);
  const rest = stale.length - shown.length;
  const title = `${formatQuantity(stale.length, 'record')} of ${printable(file)} out of date`;
  return [
    ...paragraph(style, `${glyphs.warning} ${title}`, 0, color.yellow),
    ...shown.flatMap((record) => paragraph(style, describeRecord(record), 4)),
    ...(rest > 0 ? paragraph(style, `and ${rest} more`, 4, color.dim) : []),
    ...labelled(style, { text: glyphs.arrow, paint: color.cyan }, '--update-baseline takes them out', 4),
    '',
  ];
}

function describeRecord({ file, model, point, path, index = [] }: StaleRecord): string {
  const about = model === file ? printable(file) : `${printable(model)} (${printable(file)})`;
  if (path === undefined) return about;
  const where = point === undefined ? '' : ` at ${printable(point)}`;
  return `${breadcrumb(printable(path), index)}${where} in ${about}`;
}
