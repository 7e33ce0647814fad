import type { Spectrum } from '../../check/hessian-report.js';
import { formatCount, formatNumber } from '../../terminal/number-format.js';
import { indentLines, paragraph, type Style } from '../pretty/style.js';

/** A bar of the plot: eigenvalues of one sign and one decade, or those that are zero within the error. */
interface Bin {
  readonly label: string;
  readonly weight: number;
  readonly sign: -1 | 0 | 1;
}

const BAR = 40;
const EIGENVALUES_SHOWN = 24;
/** Decades are joined when there are more of them than lines. */
const MOST_LINES = 24;

/**
 * The spectrum as a histogram over decades of |λ|, negative ones at the top, the most negative first: one scale for
 * eigenvalues of twelve orders, with their sign.
 */
export function renderPlot(spectrum: Spectrum, style: Style): string[] {
  const { negative, zero, positive } = spectrum;
  const points = spectrum.eigenvalues
    ? spectrum.eigenvalues.map((value) => ({ value, weight: 1 }))
    : (spectrum.density ?? []).map(({ value, weight }) => ({ value, weight: weight * (negative + zero + positive) }));
  const bins = gatherBins(points, Math.max(spectrum.errorBar, 0));
  const most = bins.reduce((largest, { weight }) => Math.max(largest, weight), 0);
  const widest = bins.reduce((width, { label }) => Math.max(width, label.length), 0);
  const room = Math.min(BAR, style.width - widest - 14);
  const lines = bins.map((bin) => {
    const paint = bin.sign < 0 ? style.color.red : bin.sign > 0 ? style.color.green : style.color.dim;
    const bar = (style.glyphs.blocks.at(-1) ?? '#').repeat(barLength(bin.weight, most, Math.max(4, room)));
    return `${bin.label.padStart(widest)} ${style.glyphs.vertical}${paint(bar)} ${wordWeight(bin.weight, spectrum.areEstimated)}`;
  });
  return [
    ...paragraph(style, 'eigenvalues by sign and decade (bars: logarithm of their number)', 2, style.color.dim),
    ...indentLines(lines, 2),
    ...renderValues(spectrum, style),
    '',
  ];
}

function gatherBins(points: readonly { value: number; weight: number }[], errorBar: number): Bin[] {
  const largest = points.reduce((most, { value }) => Math.max(most, Math.abs(value)), 0);
  const level = Math.max(errorBar, points.length * Number.EPSILON * largest);
  const decades = points.filter(({ value }) => Math.abs(value) > level).map(({ value }) => decadeOf(value));
  const span = decades.length === 0 ? 1 : Math.max(...decades) - Math.min(...decades) + 1;
  const perBin = Math.ceil(span / (MOST_LINES / 2));
  const bins = new Map<string, Bin & { order: number }>();
  for (const { value, weight } of points) {
    const sign = Math.abs(value) <= level ? 0 : value < 0 ? -1 : 1;
    const decade = sign === 0 ? 0 : Math.floor(decadeOf(value) / perBin) * perBin;
    const key = `${sign} ${decade}`;
    const known = bins.get(key)?.weight ?? 0;
    const order = sign * (decade + 1e4);
    bins.set(key, { label: labelOf(sign, decade), weight: known + weight, sign, order });
  }
  return [...bins.values()].sort((a, b) => a.order - b.order);
}

function decadeOf(value: number): number {
  return Math.floor(Math.log10(Math.abs(value)));
}

function labelOf(sign: -1 | 0 | 1, decade: number): string {
  if (sign === 0) return '0';
  return `${sign < 0 ? '-' : '+'}1e${decade}`;
}

function barLength(weight: number, most: number, room: number): number {
  if (!(weight > 0)) return 0;
  const share = most <= 1 ? 1 : Math.log1p(weight) / Math.log1p(most);
  return Math.max(1, Math.round(share * room));
}

function wordWeight(weight: number, isEstimated: boolean): string {
  return isEstimated ? `~${formatNumber(Math.max(weight, 0), 2)}` : formatCount(Math.round(weight));
}

/** The numbers themselves, while they are few. */
function renderValues({ eigenvalues }: Spectrum, style: Style): string[] {
  if (!eigenvalues || (eigenvalues.length > EIGENVALUES_SHOWN && !style.verbose)) return [];
  return paragraph(style, eigenvalues.map((value) => formatNumber(value, 6)).join('  '), 2);
}
