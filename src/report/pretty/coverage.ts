import type { ParameterReport } from '../../check/report.js';
import { formatNumber, formatQuantity, formatRelativeError } from '../../terminal/number-format.js';
import { printable } from '../../terminal/sanitize.js';

/** A share of wrong entries for which the chance to miss them all is told beside that for a single one. */
const SHARE = 0.1;

/** What was looked at along directions, or not at all, and what may hide there; nothing where every entry was checked. */
export function describeCoverage(parameters: readonly ParameterReport[]): string[] {
  return [...describeDirections(parameters), ...describeLeftOut(parameters)];
}

function describeDirections(parameters: readonly ParameterReport[]): string[] {
  const along = parameters.filter(({ coverage, visibleError }) => coverage.directional > 0 && visibleError);
  if (along.length === 0) return [];
  const count = along.reduce((sum, { coverage }) => sum + coverage.directional, 0);
  const chance = along.reduce((most, { missProbability = 0 }) => Math.max(most, missProbability), 0);
  const seen = along.filter(({ visibleError }) => visibleError!.median <= 1);
  const unseen = along.filter((parameter) => !seen.includes(parameter));
  return [
    `${formatQuantity(count, 'entry was', 'entries were')} looked at along random directions. ${[
      ...describeSeen(seen),
      ...describeUnseen(unseen),
      `Errors ten times as large that cancel each other are missed with a chance of ${formatChance(chance)}.`,
    ].join(' ')}`,
  ];
}

/** Where the gradient of most entries shows: how large an error has to be, of a typical and of the smallest one. */
function describeSeen(parameters: readonly ParameterReport[]): string[] {
  if (parameters.length === 0) return [];
  const weakest = parameters.reduce((a, b) => (b.visibleError!.median > a.visibleError!.median ? b : a));
  const { median, worst } = weakest.visibleError!;
  const where = parameters.length > 1 ? ` (in ${printable(weakest.path)}; smaller ones elsewhere)` : '';
  const last =
    worst <= 1
      ? `from ${formatRelativeError(worst)} on in the one with the smallest gradient`
      : 'not at all in the ones with the smallest gradients';
  return [`Errors from ${formatRelativeError(median)} on show in a typical one${where}, ${last}.`];
}

function describeUnseen(parameters: readonly ParameterReport[]): string[] {
  if (parameters.length === 0) return [];
  const limit = parameters.reduce(
    (most, { absoluteDetectionLimit = Infinity }) => Math.max(most, absoluteDetectionLimit),
    0,
  );
  const paths = parameters.slice(0, 3).map(({ path }) => printable(path));
  const rest = parameters.length - paths.length;
  const list = paths.join(', ') + (rest > 0 ? ` and ${rest} more` : '');
  return [`In ${list} the gradient is too small to show: absolute errors from ${formatRelativeError(limit)} on do.`];
}

function describeLeftOut(parameters: readonly ParameterReport[]): string[] {
  const sampled = parameters.filter(({ checked, coverage }) => checked > 0 && coverage.none > 0);
  if (sampled.length === 0) return [];
  const none = sampled.reduce((sum, { coverage }) => sum + coverage.none, 0);
  const weakest = sampled.reduce((a, b) => (shareLeftOut(b) > shareLeftOut(a) ? b : a));
  const single = formatChance(shareLeftOut(weakest));
  const many = formatChance(chanceToMiss(weakest, Math.ceil(SHARE * weakest.size)));
  return [
    `${formatQuantity(none, 'entry was', 'entries were')} not looked at: in ${printable(weakest.path)} a single wrong one is missed with a chance of ${single}, and a wrong tenth of them with ${many}.`,
  ];
}

function shareLeftOut({ size, coverage }: ParameterReport): number {
  return coverage.none / size;
}

/** That none of `wrong` entries is among those that were drawn without replacement: C(N − k, m)/C(N, m). */
function chanceToMiss({ size, checked }: ParameterReport, wrong: number): number {
  let chance = 1;
  for (let k = 0; k < wrong && chance > 0; k++) chance *= Math.max(0, size - checked - k) / (size - k);
  return chance;
}

function formatChance(chance: number): string {
  const percent = 100 * chance;
  if (percent < 0.01) return 'less than 0.01 %';
  // Never certain where it is not.
  return `${percent > 99 && chance < 1 ? Math.min(percent, 99.99).toFixed(2) : formatNumber(percent, 2)} %`;
}
