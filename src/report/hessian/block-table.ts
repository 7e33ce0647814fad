import type { Spectrum } from '../../check/hessian-report.js';
import { formatCount, formatNumber } from '../../terminal/number-format.js';
import { printable } from '../../terminal/sanitize.js';
import { renderTable } from '../../terminal/table.js';
import { shortenMiddle } from '../../terminal/text-layout.js';
import { indentLines, paragraph, type Style } from '../pretty/style.js';

const BLOCKS_SHOWN = 20;
const WIDEST_PATH = 32;

/** The curvature of each parameter by itself: the diagonal blocks. One alone would say again what is said. */
export function renderBlocks({ blocks }: Spectrum, style: Style): string[] {
  if (blocks.length < 2) return [];
  const { glyphs, color } = style;
  const shown = style.verbose ? blocks : blocks.slice(0, BLOCKS_SHOWN);
  const condition = ({ conditionNumber, isLowerBound }: (typeof blocks)[number]): string =>
    conditionNumber === 'singular' ? conditionNumber : `${isLowerBound ? '≥ ' : ''}${formatNumber(conditionNumber)}`;
  const table = renderTable(
    [
      {
        head: 'parameter by itself',
        align: 'left',
        cells: shown.map(({ path }) => shortenMiddle(printable(path), WIDEST_PATH, glyphs.ellipsis)),
      },
      { head: 'size', align: 'right', cells: shown.map(({ size }) => formatCount(size)) },
      { head: 'smallest', align: 'right', cells: shown.map(({ lambdaMin }) => formatNumber(lambdaMin)) },
      { head: 'largest', align: 'right', cells: shown.map(({ lambdaMax }) => formatNumber(lambdaMax)) },
      { head: 'condition', align: 'right', cells: shown.map(condition) },
    ],
    glyphs,
    color.dim,
  );
  const rest = blocks.length - shown.length;
  return [
    ...indentLines(table, 2),
    ...(rest > 0 ? paragraph(style, `and ${formatCount(rest)} more (--verbose shows them)`, 2, color.dim) : []),
    '',
  ];
}
