import type { RunSummary } from '../../training/run-summary.js';
import type { Point } from '../../training/series.js';
import { formatCount, formatNumber, formatQuantity } from '../../terminal/number-format.js';
import { printable } from '../../terminal/sanitize.js';
import { measureWidest, measureWidth, shortenEnd, shortenMiddle } from '../../terminal/text-layout.js';
import type { Style } from '../pretty/style.js';
import { drawCurve } from './parameter-table.js';

const CURVE = 32;
const NARROWEST_CURVE = 4;
const MOST_PARAMETERS = 12;
const WIDEST_NAME = 24;
/** Blanks between and before the parts of a row, and the widest number. */
const BESIDE_CURVE = 2 + 2 + 2 + 8;
/** Lines of a frame beside those of parameters: figures, loss, norm, and what is hidden. */
const OTHER_LINES = 4;

/** What a frame has room for, in lines of the style's width. */
export interface FrameSpace {
  readonly rows: number;
  /** Steps of the whole run. */
  readonly total?: number;
}

/**
 * A run that goes on: a line with its figures, and the curves of loss, norm and parameters below it where there is room.
 * No line is wider than the style says, so that the frame can be taken off the screen again.
 */
export function renderLiveFrame(summary: RunSummary, style: Style, { rows, total }: FrameSpace): string[] {
  const head = renderFigures(summary, style, total);
  if (rows < OTHER_LINES) return [head];
  const { color } = style;
  const { series } = summary;
  const paths = Object.keys(series.params);
  const shown = paths.slice(0, Math.min(MOST_PARAMETERS, rows - OTHER_LINES));
  const hidden = paths.length - shown.length;
  return [
    color.bold(head),
    ...renderCurves(
      [
        ['loss', series.loss],
        ['norm', series.norm],
        ...shown.map((path) => [printable(path), series.params[path].grad] as const),
      ],
      style,
    ),
    ...(hidden > 0
      ? [color.dim(shortenEnd(`  and ${formatQuantity(hidden, 'more parameter')}`, style.width, style.glyphs.ellipsis))]
      : []),
  ];
}

function renderFigures(
  { series, steps, lastStep = 0, lastLoss, alarmCount }: RunSummary,
  style: Style,
  total?: number,
): string {
  const { glyphs, width } = style;
  const norm = series.norm.at(-1);
  const figures = [
    `step ${formatCount(lastStep)}${total === undefined ? '' : ` of ${formatCount(total)}`}`,
    ...(lastLoss === undefined ? [] : [`loss ${formatNumber(lastLoss)}`]),
    ...(steps === 0 || norm === null ? [] : [`norm ${formatPoint(norm)}`]),
    ...(alarmCount > 0 ? [`alarms ${formatCount(alarmCount)}`] : []),
  ];
  return shortenEnd(figures.join(` ${glyphs.dot} `), width, glyphs.ellipsis);
}

/** A row for each name; without a curve where there is no room for one. */
function renderCurves(rows: readonly (readonly [string, readonly Point[]])[], style: Style): string[] {
  const { width, glyphs } = style;
  const room = Math.min(WIDEST_NAME, Math.floor(width / 3));
  const names = rows.map(([name]) => shortenMiddle(name, room, glyphs.ellipsis));
  const widest = measureWidest(names);
  const curve = Math.min(CURVE, width - widest - BESIDE_CURVE);
  return rows.map(([, points], i) => {
    const name = names[i] + ' '.repeat(widest - measureWidth(names[i]));
    const drawn = curve < NARROWEST_CURVE ? [] : [drawCurve(points, style, curve)];
    const parts = [name, ...drawn, formatPoint(points.at(-1))];
    return `  ${parts.join('  ')}`.trimEnd();
  });
}

function formatPoint(point: Point | undefined): string {
  return point === null || point === undefined ? '' : formatNumber(point, 3);
}
