import type { Curvature, GradientStanding, HessianModel, HessianReport } from '../../check/hessian-report.js';
import { formatQuantity } from '../../terminal/number-format.js';
import { printable } from '../../terminal/sanitize.js';
import { describeEvidence, nameDiagnosis } from '../wording.js';
import { renderError } from '../pretty/findings.js';
import { createStyle, labelled, paragraph, type Style } from '../pretty/style.js';
import type { Reporter, ReporterContext } from '../reporter.js';
import { renderBlocks } from './block-table.js';
import { renderExports } from './export-section.js';
import { renderMeaning } from './meaning.js';
import { renderPlot } from './spectrum-plot.js';
import { renderFacts } from './facts.js';

/** The curvature for people: each model as soon as it is done. */
export function createPrettyHessianReporter(context: ReporterContext): Reporter<HessianModel, HessianReport> {
  const style = createStyle(context);
  const write = (lines: readonly string[]): void => context.write(`${lines.join('\n')}\n`);
  return {
    onModel: (model) => write(renderModel(model, style)),
    onEnd: ({ summary, models }) => {
      const troubled = models.filter(({ verdict }) => verdict !== 'pass').length;
      if (models.length > 1) write([`${formatQuantity(summary.models, 'model')}, ${troubled} with something wrong`]);
    },
  };
}

function renderModel(model: HessianModel, style: Style): string[] {
  const { name, file, hessian, error, gradient } = model;
  const title = name === file || name === '' ? printable(file) : `${printable(name)}  ${printable(file)}`;
  return [
    ...labelled(style, labelOf(model, style), title, 0, style.color.bold),
    ...(error ? renderError(error, style) : []),
    ...(hessian && gradient ? renderGradient(gradient, hessian, style) : []),
    ...(hessian?.spectrum ? renderCurvature(hessian, style) : []),
    ...model.diagnoses.flatMap((diagnosis) => [
      ...paragraph(
        style,
        `${style.glyphs.arrow} ${printable(nameDiagnosis(diagnosis))} in ${printable(diagnosis.path)}${describeEvidence(diagnosis)}`,
        2,
        style.color.magenta.bold,
      ),
      ...paragraph(style, printable(diagnosis.message), 4),
      '',
    ]),
    ...model.warnings.flatMap(({ code, message }) => [
      ...paragraph(style, `${style.glyphs.warning} ${printable(code)}`, 2, style.color.yellow),
      ...paragraph(style, printable(message), 4),
      '',
    ]),
  ];
}

function labelOf({ verdict, hessian }: HessianModel, { color, glyphs }: Style) {
  if (verdict === 'error') return { text: `${glyphs.fail} ERROR`, paint: color.red.bold };
  if (verdict === 'fail') return { text: `${glyphs.fail} FAIL`, paint: color.red.bold };
  if (verdict === 'inconclusive') return { text: `${glyphs.inconclusive} ${hessian?.verdict}`, paint: color.yellow };
  const paint = hessian?.verdict === 'minimum' ? color.green : color.yellow;
  return { text: hessian?.verdict ?? '', paint };
}

function renderGradient(
  { verdict, fail, checked, worst }: GradientStanding,
  { verdict: found }: Curvature,
  style: Style,
) {
  if (verdict === 'pass') return [];
  if (verdict === 'inconclusive')
    return paragraph(style, 'the gradient could not be decided: what follows rests on it', 2, style.color.yellow);
  const entry = worst
    ? `, ${printable(worst.path)}${worst.index.length > 0 ? `[${worst.index.join(',')}]` : ''} most`
    : '';
  const lines = [
    `The gradient is wrong in ${fail} of ${formatQuantity(checked, 'entry', 'entries')}${entry}: a Hessian from it would look right and be wrong.`,
    'gradcheck check tells the mistake; mend it first.',
  ];
  return found === null ? [...lines.flatMap((line) => paragraph(style, line, 2)), ''] : [];
}

function renderCurvature(hessian: Curvature, style: Style): string[] {
  const spectrum = hessian.spectrum!;
  return [
    ...renderFacts(hessian, spectrum, style),
    '',
    ...renderPlot(spectrum, style),
    ...renderMeaning(hessian.verdict!, spectrum, style),
    ...renderBlocks(spectrum, style),
    ...renderExports(hessian.check, style),
  ];
}
