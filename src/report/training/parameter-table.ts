import { quantileOfSorted } from '../../training/sliding-window.js';
import type { Point, RunSeries } from '../../training/series.js';
import { spread } from '../../terminal/line-chart.js';
import { formatNumber } from '../../terminal/number-format.js';
import { printable } from '../../terminal/sanitize.js';
import { drawSparkline } from '../../terminal/sparkline.js';
import { measureTable, renderTable, type Column } from '../../terminal/table.js';
import { measureWidest, shortenMiddle } from '../../terminal/text-layout.js';
import { indentLines, type Style } from '../pretty/style.js';

const INDENT = 2;
const CURVE = 24;
const NARROWEST_CURVE = 8;
const NARROWEST_PATH = 8;
/** Columns that go first where there is no room for all. */
const LEAST_WANTED = ['|g| first', 'update/weight', 'median'];

/** One row a parameter: its gradient at the start and end, the usual size of its updates, and the curve of its norm. */
export function renderParameterTable({ params }: RunSeries, style: Style): string[] {
  const paths = Object.keys(params);
  if (paths.length === 0) return [];
  const columns = fitColumns((curve) => createColumns(paths, params, style, curve), style);
  return [...indentLines(renderTable(columns, style.glyphs, style.color.dim), INDENT), ''];
}

/** The curves give way first, then the paths, then columns as a whole. */
function fitColumns(create: (curve: number) => Column[], { width, glyphs }: Style): Column[] {
  const excessOf = (columns: readonly Column[]): number => Math.max(0, measureTable(columns) - (width - INDENT));
  const curve = Math.max(NARROWEST_CURVE, CURVE - excessOf(create(CURVE)));
  let [paths, ...rest] = create(curve);
  const room = Math.max(NARROWEST_PATH, measureWidest(paths.cells) - excessOf([paths, ...rest]));
  paths = { ...paths, cells: paths.cells.map((path) => shortenMiddle(path, room, glyphs.ellipsis)) };
  for (const head of LEAST_WANTED)
    if (excessOf([paths, ...rest]) > 0) rest = rest.filter((column) => column.head !== head);
  return [paths, ...rest];
}

function createColumns(paths: readonly string[], params: RunSeries['params'], style: Style, curve: number): Column[] {
  const number = (head: string, read: (path: string) => number | undefined): Column => ({
    head,
    align: 'right',
    cells: paths.map((path) => formatCell(read(path))),
  });
  const hasRatio = paths.some((path) => medianOf(params[path].ratio) !== undefined);
  return [
    { head: 'parameter', align: 'left', cells: paths.map(printable) },
    number('|g| first', (path) => params[path].grad.find((point) => point !== null) ?? undefined),
    number('median', (path) => medianOf(params[path].grad)),
    number('last', (path) => params[path].grad.findLast((point) => point !== null) ?? undefined),
    ...(hasRatio ? [number('update/weight', (path) => medianOf(params[path].ratio))] : []),
    { head: 'curve', align: 'left', cells: paths.map((path) => drawCurve(params[path].grad, style, curve)) },
  ];
}

function formatCell(value: number | undefined): string {
  return value === undefined ? '' : formatNumber(value, 2);
}

function medianOf(points: readonly Point[]): number | undefined {
  const known = points.filter((point): point is number => point !== null && Number.isFinite(point));
  return known.length === 0
    ? undefined
    : quantileOfSorted(
        known.sort((a, b) => a - b),
        0.5,
      );
}

/** The norm on a logarithmic scale of its own; a gap where it is not finite. */
export function drawCurve(points: readonly Point[], { glyphs, color }: Style, width: number): string {
  const columns = spread(points, width).map((point) => point ?? NaN);
  const known = columns.filter((value) => value > 0 && value < Infinity);
  const lowest = known.reduce((a, b) => Math.min(a, b), Infinity);
  const highest = known.reduce((a, b) => Math.max(a, b), 0);
  return [...drawSparkline(columns, glyphs.blocks, { lowest, highest: Math.max(highest, 2 * lowest) })]
    .map((block, i) => (Number.isNaN(columns[i]) ? color.red(glyphs.times) : block))
    .join('');
}
