import type { ParameterReport } from '../../check/report.js';
import { formatNumber, formatQuantity } from '../../terminal/number-format.js';
import { printable } from '../../terminal/sanitize.js';

/** A share of wrong entries for which the chance to miss them all is told beside that for a single one. */
const SHARE = 0.1;

/** What was not looked at, and what may hide there, in words; nothing where every entry was. */
export function describeCoverage(parameters: readonly ParameterReport[]): string[] {
  const sampled = parameters.filter(({ checked, coverage }) => checked > 0 && coverage.none > 0);
  if (sampled.length === 0) return [];
  const none = sampled.reduce((sum, { coverage }) => sum + coverage.none, 0);
  const weakest = sampled.reduce((a, b) => ((b.missProbability ?? 0) > (a.missProbability ?? 0) ? b : a));
  const single = formatChance(weakest.missProbability ?? 0);
  const many = formatChance(chanceToMiss(weakest, Math.ceil(SHARE * weakest.size)));
  return [
    `${formatQuantity(none, 'entry was', 'entries were')} not looked at: in ${printable(weakest.path)} a single wrong one is missed with a chance of ${single}, and a wrong tenth of them with ${many}.`,
  ];
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
