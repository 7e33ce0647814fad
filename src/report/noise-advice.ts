import type { EntryReason, EntryReport, ModelReport } from '../check/report.js';
import { formatNumber } from '../terminal/number-format.js';
import { breadcrumb } from './breadcrumb.js';

/** A pass needs a bound below this share of the derivative. */
const CLAIM_LEVEL = 1e-2;
/** More evaluations averaged into one value than this are no advice. */
const MOST_SAMPLES = 1e6;

const HIDDEN_BY_NOISE: ReadonlySet<EntryReason> = new Set(['noise', 'nondeterministic']);

/**
 * What would decide the entries that noise hides: how much smaller it would have to be, and how to get there. null
 * where noise hides nothing.
 *
 * The bound of the best difference falls with the noise η at least as η^(2/3), where h balances η/h against h²; the
 * deviation of a mean of n values as 1/√n.
 */
export function adviseOnNoise(model: ModelReport): string | null {
  const hidden = model.points.flatMap(({ parameters }) =>
    parameters.flatMap(({ path, notes }) =>
      notes.filter(({ reason }) => HIDDEN_BY_NOISE.has(reason)).map((entry) => ({ path, entry })),
    ),
  );
  const needs = hidden
    .map(({ path, entry }) => ({
      name: breadcrumb(path, entry.index),
      reason: entry.reason,
      factor: neededFactor(entry),
    }))
    .filter(({ factor }) => Number.isFinite(factor))
    .sort((a, b) => a.factor - b.factor);
  if (needs.length === 0) return null;
  const furthest = needs[needs.length - 1];
  const times = formatNumber(roundUp(furthest.factor), 2);
  return furthest.reason === 'nondeterministic'
    ? `the loss spreads by ${formatNumber(model.noise, 2)} at equal input, which would have to be about ${times} times less for ${furthest.name} to be decided: ${adviseAveraging(needs, model.averaged ?? 1)}`
    : `the noise of the loss, or the steps in which it changes, would have to be about ${times} times smaller for ${furthest.name} to be decided: compute it in float64, tighten an inner solver, take large constants out of it, do not round it, or check at a point where this parameter moves it more`;
}

interface Need {
  readonly name: string;
  readonly reason: EntryReason;
  /** How many times smaller the noise would have to be. */
  readonly factor: number;
}

/** @param needs the least first */
function adviseAveraging(needs: readonly Need[], averaged: number): string {
  const samplesFor = ({ factor }: Need): number => roundUp(factor * factor * averaged);
  const affordable = needs.findLast((need) => samplesFor(need) <= MOST_SAMPLES);
  if (!affordable) return 'fix its seed; averaging would take more than a million evaluations for each value';
  return `fix its seed, or average: --average ${samplesFor(affordable)} should do for ${affordable.name}`;
}

function neededFactor({ analytic, numeric, bound }: EntryReport): number {
  const size = Math.max(Math.abs(analytic), Math.abs(numeric));
  return Math.max(2, bound / (CLAIM_LEVEL * size)) ** 1.5;
}

/** To one significant digit. */
function roundUp(value: number): number {
  const unit = 10 ** Math.floor(Math.log10(value));
  return Math.ceil(value / unit - 1e-9) * unit;
}
