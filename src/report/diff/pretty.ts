import type { DiffFound, DiffModel, DiffParameter, DiffReport } from '../../check/diff-report.js';
import { formatCount, formatNumber, formatQuantity } from '../../terminal/number-format.js';
import { printable } from '../../terminal/sanitize.js';
import { wrapPhrases } from '../../terminal/text-layout.js';
import { renderError } from '../pretty/findings.js';
import { createStyle, indentLines, labelled, paintLines, paragraph, type Style } from '../pretty/style.js';
import type { Reporter, ReporterContext } from '../reporter.js';
import { renderGradientTable } from './gradient-table.js';

/** The gradients for people: each model as soon as it is done. */
export function createPrettyDiffReporter(context: ReporterContext): Reporter<DiffModel, DiffReport> {
  const style = createStyle(context);
  const write = (lines: readonly string[]): void => context.write(`${lines.join('\n')}\n`);
  return {
    onModel: (model) => write(renderModel(model, style)),
    onEnd: ({ summary, diff }) => {
      const failed = diff.models.filter(({ error }) => error).length;
      if (summary.models > 1)
        write([`${formatQuantity(summary.models - failed, 'gradient')}, ${formatCount(failed)} not to be had`]);
    },
  };
}

function renderModel(model: DiffModel, style: Style): string[] {
  const { color, glyphs } = style;
  const { name, file } = model;
  const title = name === file || name === '' ? printable(file) : `${printable(name)}  ${printable(file)}`;
  const heading = (text: string, paint: (text: string) => string): string[] =>
    labelled(style, { text, paint }, title, 0, color.bold);
  if (model.error) return [...heading(`${glyphs.fail} ERROR`, color.red.bold), ...renderError(model.error, style)];
  const places = [{ ...model, name: 'params' }, ...(model.points ?? [])];
  return [
    ...heading('gradient', color.green),
    ...renderFacts(model, style),
    '',
    ...places.flatMap((place, i) => [
      ...(i > 0 ? paragraph(style, `at ${place.name}, loss ${formatNumber(place.loss)}`, 2, color.dim) : []),
      ...renderGradientTable(place.parameters, style),
      '',
    ]),
    ...renderFormulas(model.parameters, style),
    ...renderCode(model, style),
  ];
}

function renderFacts(model: DiffFound, style: Style): string[] {
  const facts = [
    `loss ${formatNumber(model.loss)}`,
    formatQuantity(model.parameters.length, 'parameter'),
    ...(model.method === 'instrumented' ? wordInstrumented(model) : wordSymbolic(model)),
  ];
  return indentLines(paintLines(wrapPhrases(facts, ` ${style.glyphs.dot} `, style.width - 2), style.color.dim), 2);
}

function wordInstrumented({ checkedDirections, undecidedDirections }: DiffFound): string[] {
  const findings = [
    ...(checkedDirections > 0 ? [`agree along ${formatQuantity(checkedDirections, 'random direction')}`] : []),
    ...(undecidedDirections > 0 ? [`could not decide along ${formatQuantity(undecidedDirections, 'direction')}`] : []),
  ];
  return ['exact, by following the loss', `finite differences ${findings.join(', ')}`];
}

function wordSymbolic({ checkedEntries = 0, parameters }: DiffFound): string[] {
  const total = parameters.reduce((sum, { shape }) => sum + shape.reduce((size, extent) => size * extent, 1), 0);
  return [
    'exact, by mathjs’s rules',
    `finite differences agree with ${formatCount(checkedEntries)} of ${formatQuantity(total, 'entry', 'entries')}`,
  ];
}

function renderFormulas(parameters: readonly DiffParameter[], style: Style): string[] {
  const formulas = parameters.filter(({ formula }) => formula !== undefined);
  if (formulas.length === 0) return [];
  const lines = formulas.flatMap(({ path, formula }) =>
    labelled(style, { text: printable(path), paint: style.color.bold }, printable(writeFormula(formula)), 2),
  );
  return [...lines, ''];
}

function writeFormula(formula: unknown): string {
  return Array.isArray(formula) ? `[${formula.map(writeFormula).join(', ')}]` : String(formula);
}

/** Not wrapped: it is to be pasted. */
function renderCode({ code }: DiffFound, { color }: Style): string[] {
  if (code === undefined) return [];
  return [`  ${color.dim('to paste:')}`, ...indentLines(code.split('\n').map(printable), 4), ''];
}
