import type { ExportCheck, ExportChecks } from '../../check/hessian-report.js';
import { formatBound, formatCount, formatNumber, formatQuantity } from '../../terminal/number-format.js';
import { printable } from '../../terminal/sanitize.js';
import { paintVerdict, paragraph, verdictGlyph, type Style } from '../pretty/style.js';

const FAILURES_SHOWN = 6;

/** How the exports of second derivatives compare with differences of the gradient. */
export function renderExports({ hessian, hvp, taylor }: ExportChecks, style: Style): string[] {
  const lines = [
    ...(hessian ? renderExport('hessian', hessian, style) : []),
    ...(hvp ? renderExport('hvp', hvp, style) : []),
    ...renderTaylor(taylor, style),
  ];
  return lines.length > 0 ? [...lines, ''] : [];
}

function renderExport(name: string, check: ExportCheck, style: Style): string[] {
  const { verdict, checked, fail, inconclusive, kink, detectionLimit } = check;
  const parts = [
    `${formatQuantity(checked, 'entry', 'entries')} checked`,
    ...(fail > 0 ? [`${formatCount(fail)} wrong`] : []),
    ...(kink > 0 ? [`${formatCount(kink)} at a kink`] : []),
    ...(inconclusive > 0 ? [`${formatCount(inconclusive)} undecided`] : []),
    ...(check.asymmetry !== null && check.asymmetry > 0 ? [`asymmetry ${formatNumber(check.asymmetry, 2)}`] : []),
    ...(check.isLinear === false ? ['not linear in its direction'] : []),
    ...(detectionLimit !== null && fail === 0
      ? [`errors above ${formatBound(detectionLimit)} would have been seen`]
      : []),
  ];
  const head = `${verdictGlyph(style, verdict)} export ${name}: ${parts.join(', ')}`;
  return [
    ...paragraph(style, head, 2, paintVerdict(style, verdict)),
    ...check.failures
      .slice(0, FAILURES_SHOWN)
      .flatMap(({ index, parameters, analytic, numeric, bound }) =>
        paragraph(
          style,
          `${index.length === 1 ? 'product ' : ''}[${index.join(',')}] by ${printable(parameters.join(', '))}  yours ${formatNumber(analytic)}, differences ${formatNumber(numeric)} ${style.glyphs.plusMinus}${formatBound(bound)}`,
          4,
        ),
      ),
    ...(check.failures.length > FAILURES_SHOWN
      ? paragraph(style, `and ${formatCount(check.fail - FAILURES_SHOWN)} more`, 4, style.color.dim)
      : []),
  ];
}

function renderTaylor(taylor: ExportChecks['taylor'], style: Style): string[] {
  if (!taylor || (taylor.gradient === null && taylor.hessian === null)) return [];
  const word = (slope: number | null): string => (slope === null ? 'below rounding' : formatNumber(slope, 3));
  return paragraph(
    style,
    `Taylor’s remainders vanish as t^p: p = ${word(taylor.gradient)} with the gradient (2 is right), ${word(taylor.hessian)} with the Hessian as well (3 is right)`,
    2,
    style.color.dim,
  );
}
