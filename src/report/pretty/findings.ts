import type { Diagnosis, FormulaReport, ModelError, ModelReport, SourceLocation, Warning } from '../../check/report.js';
import { formatQuantity } from '../../terminal/number-format.js';
import { printable, printableLines } from '../../terminal/sanitize.js';
import { shortenEnd } from '../../terminal/text-layout.js';
import { adviseOnNoise } from '../noise-advice.js';
import { describeEvidence, nameDiagnosis } from '../wording.js';
import { labelled, paragraph, type Style } from './style.js';

const MESSAGE_LINES_SHOWN = 20;

/** What gradcheck noticed beside the numbers: warnings, the cause, and which mistake it is. */
export function renderFindings(model: ModelReport, style: Style): string[] {
  return [
    ...model.warnings.flatMap((warning) => renderWarning(warning, style)),
    ...renderNoiseAdvice(model, style),
    ...model.diagnoses.flatMap((diagnosis) => renderDiagnosis(diagnosis, style)),
    ...renderCause(model, style),
    ...renderFormulas(model.formulas ?? [], style),
    ...(model.error ? renderError(model.error, style) : []),
  ];
}

function renderWarning({ code, message, path }: Warning, style: Style): string[] {
  const { color, glyphs } = style;
  const about = path ? ` (${printable(path)})` : '';
  const label = { text: `${glyphs.warning} ${printable(code)}${about}`, paint: color.yellow };
  return [...messageBlock(style, label, message), ''];
}

function renderNoiseAdvice(model: ModelReport, style: Style): string[] {
  const advice = adviseOnNoise(model);
  if (advice === null) return [];
  const label = { text: `${style.glyphs.inconclusive} hidden by noise`, paint: style.color.yellow };
  return [...messageBlock(style, label, printable(advice)), ''];
}

/** The cause, unless the diagnosis just said what is wrong with the implementation, or nothing is wrong. */
function renderCause({ verdict, cause, causeReason, diagnoses }: ModelReport, style: Style): string[] {
  const isTold = cause === 'implementation' && diagnoses.length > 0;
  if (cause === 'none' || verdict === 'pass' || isTold) return [];
  const label = { text: `cause: ${cause}`, paint: style.color.bold };
  return [...messageBlock(style, label, causeReason), ''];
}

function renderDiagnosis(diagnosis: Diagnosis, style: Style): string[] {
  const { color, glyphs } = style;
  const about = diagnosis.path ? ` in ${printable(diagnosis.path)}` : '';
  const label = {
    text: `${glyphs.arrow} ${printable(nameDiagnosis(diagnosis))}${about}${describeEvidence(diagnosis)}`,
    paint: color.magenta.bold,
  };
  return [
    ...messageBlock(style, label, diagnosis.message),
    ...(diagnosis.location ? renderLocation(diagnosis.location, style, 4) : []),
    '',
  ];
}

/** The right formulas; of one that the differences contradict, only that there is one. */
function renderFormulas(formulas: readonly FormulaReport[], style: Style): string[] {
  if (formulas.length === 0) return [];
  const { color, glyphs } = style;
  const lines = formulas.flatMap(({ path, derivative, confirmed }) => {
    const entry = nameInFormulas(printable(path));
    return confirmed
      ? paragraph(
          style,
          `${glyphs.arrow} the derivative of the loss with respect to ${entry} is ${printable(derivative)}`,
          2,
          color.magenta,
        )
      : paragraph(
          style,
          `${glyphs.warning} mathjs's derivative with respect to ${entry} disagrees with the differences, and is not shown`,
          2,
          color.yellow,
        );
  });
  return [...lines, ''];
}

/** Formulas count positions from 1, everything else from 0. */
function nameInFormulas(path: string): string {
  const counted = path.replace(/(?<=[[,])\d+(?=[\],])/g, (position) => String(Number(position) + 1));
  return counted === path ? path : `${path} (${counted} in formulas)`;
}

/** Code, message, place, source lines and what to do about something that could not be checked. */
export function renderError(error: ModelError, style: Style): string[] {
  const { color, glyphs, debug } = style;
  return [
    ...messageBlock(style, { text: `${glyphs.fail} ${printable(error.code)}`, paint: color.red.bold }, error.message),
    ...(error.location ? renderLocation(error.location, style, 4, error.frame !== undefined) : []),
    ...(error.frame ? renderSource(error.frame, style) : []),
    ...renderHint(error.hint, style),
    ...(error.stack && debug ? renderSource(error.stack, style) : []),
    '',
  ];
}

/** A heading with a message below it; the message keeps its own line breaks. */
function messageBlock(style: Style, label: { text: string; paint(text: string): string }, message: string): string[] {
  const lines = printableLines(message.trim()).flatMap((line) => paragraph(style, line.trimEnd(), 4));
  return [...paragraph(style, label.text, 2, label.paint), ...limitLines(lines, style)];
}

/** A thrown message may hold a whole array; its beginning is enough to know it again. */
function limitLines(lines: string[], style: Style): string[] {
  if (style.debug || lines.length <= MESSAGE_LINES_SHOWN) return lines;
  const rest = `and ${formatQuantity(lines.length - MESSAGE_LINES_SHOWN, 'more line')} (--debug shows them)`;
  return [...lines.slice(0, MESSAGE_LINES_SHOWN), ...paragraph(style, rest, 4, style.color.dim)];
}

function renderLocation({ file, line, column, text }: SourceLocation, style: Style, indent: number, hasFrame = false) {
  const place = paragraph(style, `at ${printable(file)}:${line}:${column}`, indent, style.color.cyan);
  if (!text || hasFrame) return place;
  const source = shortenEnd(printable(text.trim()), style.width - indent - 4, style.glyphs.ellipsis);
  return [...place, `${' '.repeat(indent)}${style.color.dim(style.glyphs.vertical)} ${source}`];
}

/** Source lines keep their columns, so they are cut rather than wrapped. */
function renderSource(text: string, style: Style): string[] {
  const { width, glyphs } = style;
  const lines = printableLines(text.trimEnd()).map((line) =>
    `    ${shortenEnd(line, width - 4, glyphs.ellipsis)}`.trimEnd(),
  );
  return limitLines(lines, style);
}

/** What to do next: the first line wrapped to the width, any further ones (an example) as they are. */
function renderHint(hint: string | undefined, style: Style): string[] {
  if (!hint) return [];
  const [first, ...rest] = printableLines(hint);
  return [
    ...labelled(style, { text: style.glyphs.arrow, paint: style.color.cyan }, first, 4),
    ...rest.map((line) => `      ${line}`),
  ];
}
