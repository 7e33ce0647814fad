import type { Condition, Curvature, HessianSource, Spectrum } from '../../check/hessian-report.js';
import { formatBound, formatCount, formatNumber, formatQuantity } from '../../terminal/number-format.js';
import { printable } from '../../terminal/sanitize.js';
import { wrapPhrases } from '../../terminal/text-layout.js';
import { indentLines, labelled, paintLines, paragraph, type Style } from '../pretty/style.js';

const SOURCES: Readonly<Record<HessianSource, string>> = {
  instrumented: 'exact Hessian, by following the loss',
  'gradient-differences': 'Hessian by differences of the gradient',
  'loss-differences': 'Hessian by second differences of the loss',
};

/** Loss, size, where the numbers come from; then the figures of the spectrum. */
export function renderFacts({ size }: Curvature, spectrum: Spectrum, style: Style): string[] {
  const { color, glyphs, width } = style;
  const facts = [
    `loss ${formatNumber(spectrum.loss)}`,
    `|gradient| ${formatNumber(spectrum.gradientNorm)}`,
    formatQuantity(size, 'parameter'),
    SOURCES[spectrum.source],
    ...(spectrum.method === 'lanczos' ? ['ends of the spectrum by Lanczos'] : []),
  ];
  const { sourceReason } = spectrum;
  return [
    ...indentLines(paintLines(wrapPhrases(facts, ` ${glyphs.dot} `, width - 2), color.dim), 2),
    ...(sourceReason ? paragraph(style, `not by following the loss: ${printable(sourceReason)}`, 2, color.dim) : []),
    '',
    ...figuresOf(spectrum, style).flatMap(([name, text]) =>
      labelled(style, { text: name.padEnd(16), paint: color.dim }, text, 2),
    ),
  ];
}

function figuresOf(spectrum: Spectrum, { glyphs }: Style): [string, string][] {
  const { lambdaMin, lambdaMax, residuals, errorBar, negative, zero, positive } = spectrum;
  const end = (value: number, residual: number | undefined): string =>
    `${formatNumber(value, 6)} ${glyphs.plusMinus}${formatBound(Math.max(errorBar, residual ?? 0))}`;
  const about = spectrum.areEstimated ? ' (estimated)' : '';
  return [
    ['eigenvalues', `${end(lambdaMin, residuals?.lambdaMin)} to ${end(lambdaMax, residuals?.lambdaMax)}`],
    [
      'signs',
      `${formatCount(negative)} negative, ${formatCount(zero)} zero within the error, ${formatCount(positive)} positive${about}`,
    ],
    ['condition', wordCondition(spectrum.conditionNumber, spectrum.isLowerBound)],
    ['asymmetry', formatNumber(spectrum.asymmetry, 2)],
  ];
}

export function wordCondition(condition: Condition, isLowerBound: boolean): string {
  if (condition === 'singular') return 'singular: the smallest eigenvalue is zero within the error';
  return `${isLowerBound ? 'at least ' : ''}${formatNumber(condition)}`;
}
