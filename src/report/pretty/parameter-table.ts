import type { ParameterReport, Scheme } from '../../check/report.js';
import { formatNumber, formatRelativeError } from '../../terminal/number-format.js';
import { printable } from '../../terminal/sanitize.js';
import { drawSparkline } from '../../terminal/sparkline.js';
import { measureTable, renderTable, type Column } from '../../terminal/table.js';
import { measureWidest, shortenMiddle } from '../../terminal/text-layout.js';
import { formatIndex } from '../breadcrumb.js';
import { shownEntry } from '../shown-entry.js';
import { describeSkipped, nameEntryVerdict } from '../wording.js';
import { alignEstimates, formatEntryNumbers, isZeroWithinBound } from './entry-numbers.js';
import { indentLines, paintLines, paintVerdict, verdictGlyph, type Paint, type Style } from './style.js';

const INDENT = 2;
const NARROWEST_PATH = 8;

type Columns = Partial<Record<ColumnName, Column>>;
type ColumnName =
  | 'verdict'
  | 'path'
  | 'shape'
  | 'checked'
  | 'index'
  | 'analytic'
  | 'numeric'
  | 'exact'
  | 'error'
  | 'central'
  | 'forward';

/** One row a parameter, with as many columns as the terminal has room for. */
export function renderParameterTable(parameters: readonly ParameterReport[], style: Style): string[] {
  const columns = fitColumns(parameters, style);
  return indentLines(renderTable(columns, style.glyphs, style.color.dim), INDENT);
}

/**
 * Gives up columns, the least telling first, until the table fits. What remains at any width: verdict, path,
 * and the two numbers. Paths are shortened last.
 */
function fitColumns(parameters: readonly ParameterReport[], style: Style): Column[] {
  const room = style.width - INDENT;
  const columns: Columns = createColumns(parameters, style);
  const fits = () => measureTable(listColumns(columns)) <= room;
  for (const reduce of createReductions(parameters, style)) {
    if (fits()) break;
    Object.assign(columns, reduce());
  }
  if (!fits()) {
    const excess = measureTable(listColumns(columns)) - room;
    columns.path = pathColumn(parameters, style, excess);
  }
  return listColumns(columns);
}

function createColumns(parameters: readonly ParameterReport[], style: Style): Columns {
  return {
    verdict: verdictColumn(parameters, style, true),
    path: pathColumn(parameters, style, 0),
    shape: left(
      'shape',
      parameters.map((parameter) => formatShape(parameter.shape, style)),
      style.color.dim,
    ),
    checked: right('checked', parameters.map(formatChecked)),
    index: indexColumn(parameters),
    ...numberColumns(parameters, style, true),
    exact: exactColumn(parameters),
    error: right(
      'error',
      parameters.map((parameter) => formatWorstError(parameter, style)),
    ),
    central: schemeColumn(parameters, style, 'central', true),
    forward: schemeColumn(parameters, style, 'forward', true),
  };
}

/** What is given up for width, in this order. */
function createReductions(parameters: readonly ParameterReport[], style: Style): (() => Columns)[] {
  return [
    () => ({ forward: schemeColumn(parameters, style, 'forward', false) }),
    () => (areComplete(parameters) ? { checked: undefined } : {}),
    () => ({ shape: undefined }),
    () => ({ central: schemeColumn(parameters, style, 'central', false) }),
    () => ({ exact: undefined }),
    () => ({ verdict: verdictColumn(parameters, style, false) }),
    () => ({ forward: undefined }),
    () => ({ checked: undefined }),
    () => ({ central: undefined }),
    () => ({ index: undefined }),
    () => numberColumns(parameters, style, false),
    () => ({ error: undefined }),
  ];
}

/** Then the shape, and the counts above the table, already say how many were checked. */
function areComplete(parameters: readonly ParameterReport[]): boolean {
  return parameters.every(({ checked, size, verdict }) => checked === size || verdict === 'none');
}

function listColumns(columns: Columns): Column[] {
  return Object.values(columns).filter((column) => column !== undefined);
}

function verdictColumn(parameters: readonly ParameterReport[], style: Style, withWord: boolean): Column {
  const cells = parameters.map(({ verdict }) => {
    const glyph = verdictGlyph(style, verdict);
    return paintVerdict(style, verdict)(withWord ? `${glyph} ${nameEntryVerdict(verdict)}` : glyph);
  });
  return left('', cells);
}

/** The path, its middle cut out where it is too long; `excess` is how many columns the widest must lose. */
function pathColumn(parameters: readonly ParameterReport[], style: Style, excess: number): Column {
  const paths = parameters.map(({ path }) => printable(path));
  const width = Math.max(NARROWEST_PATH, measureWidest(paths) - excess);
  const cells = parameters.map(({ verdict }, row) => {
    const path = shortenMiddle(paths[row], width, style.glyphs.ellipsis);
    return verdict === 'fail' ? style.color.bold(path) : path;
  });
  return left('parameter', cells);
}

/** Where the worst entry is; left out when all parameters are plain numbers. */
function indexColumn(parameters: readonly ParameterReport[]): Column | undefined {
  const cells = parameters.map(({ worst, direction }) =>
    worst ? formatIndex(worst.index) : direction ? 'direction' : '',
  );
  return cells.some((cell) => cell !== '') ? left('worst', cells) : undefined;
}

function numberColumns(parameters: readonly ParameterReport[], style: Style, withBound: boolean): Columns {
  const numbers = parameters.map((parameter) => {
    const shown = shownEntry(parameter);
    if (shown) return formatEntryNumbers(shown, style);
    return { analytic: describeSkipped(parameter.skipped), numeric: '', bound: '' };
  });
  return {
    analytic: right(
      'analytic',
      numbers.map(({ analytic }) => analytic),
    ),
    numeric: withBound
      ? left(`numeric ${style.glyphs.plusMinus} bound`, alignEstimates(numbers))
      : right(
          'numeric',
          numbers.map(({ numeric }) => numeric),
        ),
  };
}

/** The exact derivative of the worst entry, where it stands beside the differences. */
function exactColumn(parameters: readonly ParameterReport[]): Column | undefined {
  const isBeside = parameters.some(({ worst }) => worst?.exact !== undefined && worst.exact !== worst.numeric);
  if (!isBeside) return undefined;
  return right(
    'exact',
    parameters.map(({ worst }) => (worst?.exact === undefined ? '' : formatNumber(worst.exact))),
  );
}

/** The worst entry's smallest error over its steps, and the curve it is the lowest point of. */
function schemeColumn(
  parameters: readonly ParameterReport[],
  style: Style,
  scheme: Scheme,
  withCurve: boolean,
): Column | undefined {
  const curves = parameters.map(({ steps, worst }) =>
    (worst?.steps ?? steps).filter((step) => step.scheme === scheme).map(({ maxRelativeError }) => maxRelativeError),
  );
  if (curves.every((curve) => curve.length === 0)) return undefined;
  const best = curves.map(formatLowest);
  if (!withCurve) return right(scheme, best);
  const width = measureWidest(best);
  const cells = curves.map((curve, row) => {
    const sparkline = drawSparkline(curve, style.glyphs.blocks);
    return `${best[row].padStart(width)} ${paintVerdict(style, parameters[row].verdict)(sparkline)}`;
  });
  return left(scheme, cells);
}

function formatLowest(errors: readonly number[]): string {
  const known = errors.filter((error) => !Number.isNaN(error));
  if (known.length === 0) return errors.length === 0 ? '' : 'NaN';
  return formatRelativeError(Math.min(...known));
}

function formatShape(shape: readonly number[], style: Style): string {
  return shape.length === 0 ? 'number' : shape.join(style.glyphs.times);
}

function formatChecked({ checked, size }: ParameterReport): string {
  return `${checked}/${size}`;
}

function formatWorstError(parameter: ParameterReport, style: Style): string {
  const shown = shownEntry(parameter);
  if (!shown) return '';
  return isZeroWithinBound(shown) ? `${style.glyphs.almost}0` : formatRelativeError(shown.relativeError);
}

function left(head: string, cells: readonly string[], paint: Paint = (text) => text): Column {
  return { head, align: 'left', cells: paintLines(cells, paint) };
}

function right(head: string, cells: readonly string[]): Column {
  return { head, align: 'right', cells };
}
