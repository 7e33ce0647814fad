import type { RunSummary } from '../../training/run-summary.js';
import type { Point } from '../../training/series.js';
import { formatCount, formatNumber } from '../../terminal/number-format.js';
import { printable } from '../../terminal/sanitize.js';
import { measureWidest, shortenEnd, shortenMiddle } from '../../terminal/text-layout.js';
import type { Style } from '../pretty/style.js';
import { drawCurve } from './parameter-table.js';

const CURVE = 32;
/** More rows would push the view off the screen. */
const MOST_PARAMETERS = 12;
const WIDEST_NAME = 24;

/** A run that goes on: a line with its figures, and on a terminal the curves of loss, norm and parameters below it. */
export function renderLiveFrame(summary: RunSummary, style: Style, total?: number, withCurves = true): string[] {
  const { series, steps, lastStep = 0, lastLoss, alarmCount } = summary;
  const { color, glyphs } = style;
  const figures = [
    `step ${formatCount(lastStep)}${total === undefined ? '' : ` of ${formatCount(total)}`}`,
    ...(lastLoss === undefined ? [] : [`loss ${formatNumber(lastLoss)}`]),
    ...(steps === 0 ? [] : [`norm ${formatPoint(series.norm.at(-1))}`]),
    ...(alarmCount > 0 ? [`alarms ${formatCount(alarmCount)}`] : []),
  ];
  const head = shortenEnd(figures.join(` ${glyphs.dot} `), style.width, glyphs.ellipsis);
  if (!withCurves) return [head];
  const paths = Object.keys(series.params);
  const rows: (readonly [string, readonly Point[]])[] = [
    ['loss', series.loss],
    ['norm', series.norm],
    ...paths.slice(0, MOST_PARAMETERS).map((path) => [printable(path), series.params[path].grad] as const),
  ];
  const names = rows.map(([name]) => shortenMiddle(name, WIDEST_NAME, glyphs.ellipsis));
  const widest = measureWidest(names);
  const curve = Math.max(4, Math.min(CURVE, style.width - widest - 14));
  const lines = rows.map(
    ([, points], i) =>
      `  ${names[i].padEnd(widest)}  ${drawCurve(points, style, curve)}  ${formatPoint(points.at(-1))}`,
  );
  const hidden = paths.length - MOST_PARAMETERS;
  return [
    color.bold(head),
    ...lines,
    ...(hidden > 0 ? [color.dim(`  and ${formatCount(hidden)} more parameters`)] : []),
  ];
}

function formatPoint(point: Point | undefined): string {
  return point === null || point === undefined ? '' : formatNumber(point, 3);
}
