import type { ModelReport, PointReport } from '../../check/report.js';
import { standingOf } from '../../check/summarize.js';
import { formatBound, formatCount, formatNumber, formatQuantity } from '../../terminal/number-format.js';
import { printable } from '../../terminal/sanitize.js';
import { wrapPhrases } from '../../terminal/text-layout.js';
import { nameStanding } from '../wording.js';
import { renderRegressions } from './baseline.js';
import { renderFindings } from './findings.js';
import { renderPoint, renderPointTitle } from './point-section.js';
import { renderShrunk, renderSkipped } from './shrunk-point.js';
import { indentLines, labelled, paintLines, paintVerdict, paragraph, verdictGlyph, type Style } from './style.js';

/** Failing or undecided points told in full; more of them rarely tell more. */
const POINTS_SHOWN = 3;
const NAMES_SHOWN = 10;

/** Everything there is to say about one model; one that could not be checked has no numbers worth a line. */
export function renderModel(model: ModelReport, style: Style): string[] {
  return [
    ...renderTitle(model, style),
    ...(model.points.length > 0 ? [...renderFacts(model, style), '', ...renderPoints(model.points, style)] : []),
    ...renderSkipped(model, style),
    ...renderShrunk(model.points, style),
    ...renderRegressions(model, style),
    ...renderFindings(model, style),
  ];
}

function renderTitle(model: ModelReport, style: Style): string[] {
  const { name, file } = model;
  const standing = standingOf(model);
  const label = {
    text: `${verdictGlyph(style, standing)} ${nameStanding(standing)}`,
    paint: paintVerdict(style, standing),
  };
  const title = name === file || name === '' ? printable(file) : `${printable(name)}  ${printable(file)}`;
  return labelled(style, label, title, 0, style.color.bold);
}

const REFERENCES = {
  ad: 'compared with the exact gradient',
  both: 'compared with differences and the exact gradient',
} as const;

const STOPPED = {
  'time-budget': 'stopped when its time was up',
  'max-evaluations': 'stopped when its evaluations were used up',
} as const;

function renderFacts(model: ModelReport, style: Style): string[] {
  const { glyphs, color, width } = style;
  const facts = [
    `loss ${formatNumber(model.loss)}${describeNoise(model.noise, style)}`,
    model.dtype,
    ...(model.points.length > 1 ? [formatQuantity(model.points.length, 'point')] : []),
    formatQuantity(model.parameters, 'parameter'),
    `${formatCount(model.checked)} of ${formatQuantity(model.entries, 'entry', 'entries')} checked`,
    ...(model.reference ? [REFERENCES[model.reference]] : []),
    ...(model.method === 'directional' ? ['along random directions'] : []),
    ...(model.truncated ? [STOPPED[model.truncated]] : []),
    ...(model.averaged ? [`each loss the mean of ${formatCount(model.averaged)}`] : []),
    ...(model.tolerance ? [`explicit tolerance ${describeTolerance(model.tolerance)}`] : []),
  ];
  return indentLines(paintLines(wrapPhrases(facts, ` ${glyphs.dot} `, width - 2), color.dim), 2);
}

function describeNoise(noise: number, { glyphs }: Style): string {
  if (Number.isNaN(noise)) return '';
  return noise === 0 ? ', no noise' : `, noise ${glyphs.plusMinus}${formatBound(noise)}`;
}

function describeTolerance({ rtol, atol }: { rtol: number; atol: number }): string {
  return `rtol ${formatNumber(rtol)}, atol ${formatNumber(atol)}`;
}

/** One point is told in full; of several, those that need a look, and how many do not. */
function renderPoints(points: readonly PointReport[], style: Style): string[] {
  if (points.length === 1) return renderPoint(points[0], style);
  const troubled = points.filter(isTroubled);
  const told = style.verbose ? points : troubled.length > 0 ? troubled.slice(0, POINTS_SHOWN) : points.slice(0, 1);
  const rest = points.filter((point) => !told.includes(point));
  return [
    ...told.flatMap((point) => [...renderPointTitle(point, style), ...renderPoint(point, style)]),
    ...renderRest(rest, style),
  ];
}

function renderRest(rest: readonly PointReport[], style: Style): string[] {
  const troubled = rest.filter(isTroubled);
  const passing = rest.length - troubled.length;
  const names = troubled.slice(0, NAMES_SHOWN).map(({ name }) => printable(name));
  const unnamed = troubled.length - names.length;
  const list = names.join(', ') + (unnamed > 0 ? ` and ${formatQuantity(unnamed, 'more point')}` : '');
  return [
    ...(passing > 0 ? renderPassing(passing, style) : []),
    ...(troubled.length > 0
      ? [...paragraph(style, `Also wrong or undecided at ${list} (--verbose shows them).`, 2), '']
      : []),
  ];
}

function renderPassing(count: number, style: Style): string[] {
  const text = `${style.glyphs.pass} ${formatQuantity(count, 'more point')} with nothing wrong or undecided`;
  return [...paragraph(style, text, 2, style.color.green), ''];
}

function isTroubled({ parameters }: PointReport): boolean {
  return parameters.some(({ verdict }) => verdict === 'fail' || verdict === 'inconclusive');
}
