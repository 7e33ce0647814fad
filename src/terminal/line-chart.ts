import { formatNumber } from './number-format.js';

/** A value; null where there is none. NaN and the infinities are values, and are drawn. */
export type ChartValue = number | null;

export interface ChartOptions {
  /** Columns in all, the axis among them. */
  readonly width: number;
  /** Rows of the plot. */
  readonly height: number;
  readonly unicode: boolean;
  /** Under the first and the last column. */
  readonly from: string;
  readonly to: string;
}

/** Values over so many times the smallest are drawn on a logarithmic scale, if they are all positive. */
const LOG_SPAN = 30;
const SMALLEST_PLOT = 8;

interface Pens {
  readonly flat: string;
  readonly upright: string;
  /** Ends of a step: down from the left, down to the right, up from the left, up to the right. */
  readonly corners: readonly [string, string, string, string];
  readonly axis: string;
  /** In the top row: infinity. In the bottom row: NaN. */
  readonly infinite: string;
  readonly none: string;
}

const UNICODE: Pens = { flat: '─', upright: '│', corners: ['╮', '╰', '╯', '╭'], axis: '┤', infinite: '∞', none: '×' };
const ASCII: Pens = { flat: '-', upright: '|', corners: ['.', "'", "'", '.'], axis: '|', infinite: '^', none: 'x' };

/**
 * A curve as lines of text. Each column shows the worst of the values that fall to it, so that no NaN and no spike is
 * lost; the scale is that of the finite values.
 */
export function drawLineChart(values: readonly ChartValue[], options: ChartOptions): string[] {
  const { width, unicode } = options;
  const finite = values.filter((value): value is number => value !== null && Number.isFinite(value));
  if (finite.length === 0) return ['no finite value'];
  const lowest = finite.reduce((a, b) => Math.min(a, b));
  const highest = finite.reduce((a, b) => Math.max(a, b));
  const isLog = lowest > 0 && highest > LOG_SPAN * lowest;
  const scale = isLog ? Math.log : (value: number): number => value;
  const unscale = isLog ? Math.exp : (value: number): number => value;
  const span = scale(highest) - scale(lowest);
  // A level line needs no scale.
  const height = span === 0 ? 1 : options.height;
  const labels = Array.from({ length: height }, (_, row) =>
    formatNumber(unscale(scale(lowest) + (span * row) / Math.max(1, height - 1)), 3),
  );
  const labelWidth = labels.reduce((widest, { length }) => Math.max(widest, length), 0);
  const columns = spread(values, Math.max(SMALLEST_PLOT, width - labelWidth - 3));
  const rowOf = (value: number): number =>
    span === 0 ? 0 : Math.round(((scale(value) - scale(lowest)) / span) * (height - 1));
  const grid = plot(columns, rowOf, height, unicode ? UNICODE : ASCII);
  const pens = unicode ? UNICODE : ASCII;
  const lines = grid.map((cells, i) => `${labels[height - 1 - i].padStart(labelWidth)} ${pens.axis}${cells.join('')}`);
  const gap = Math.max(1, columns.length - options.from.length - options.to.length);
  const foot = `${' '.repeat(labelWidth + 2)}${options.from}${' '.repeat(gap)}${options.to}`;
  return [...lines, foot].map((line) => line.trimEnd());
}

/** The worst value of each column: NaN, infinity, else the largest. Fewer values than columns are not stretched. */
export function spread(values: readonly ChartValue[], most: number): ChartValue[] {
  if (values.length <= most) return [...values];
  return Array.from({ length: most }, (_, column) => {
    const from = Math.floor((column * values.length) / most);
    const to = Math.floor(((column + 1) * values.length) / most);
    return values.slice(from, to).reduce(worse);
  });
}

function worse(a: ChartValue, b: ChartValue): ChartValue {
  if (a === null || b === null) return a ?? b;
  return Number.isNaN(a) || Number.isNaN(b) ? NaN : Math.max(a, b);
}

/** Rows of cells, highest first. */
function plot(
  columns: readonly ChartValue[],
  rowOf: (value: number) => number,
  height: number,
  pens: Pens,
): string[][] {
  const grid = Array.from({ length: height }, () => Array<string>(columns.length).fill(' '));
  const put = (row: number, column: number, pen: string): void => void (grid[height - 1 - row][column] = pen);
  let before: number | null = null;
  columns.forEach((value, column) => {
    if (value === null || !Number.isFinite(value)) {
      before = null;
      if (value === null) return;
      put(value === Infinity ? height - 1 : 0, column, value === Infinity ? pens.infinite : pens.none);
      return;
    }
    const row = rowOf(value);
    if (before === null || before === row) put(row, column, pens.flat);
    else {
      const [downFrom, downTo, upFrom, upTo] = pens.corners;
      const isDown = row < before;
      put(before, column, isDown ? downFrom : upFrom);
      put(row, column, isDown ? downTo : upTo);
      for (let between = Math.min(row, before) + 1; between < Math.max(row, before); between++)
        put(between, column, pens.upright);
    }
    before = row;
  });
  return grid;
}
