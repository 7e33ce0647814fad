import type { GradientEvidence, HabitName } from './gradient-evidence.js';
import type { NamedDiagnosis } from './rank-diagnoses.js';
import { formatValue, gradientsOf } from './words.js';

const LEAST_ENTRIES = 3;
const ROUNDING = 1e-12;

/** A gradient that depends on the calls before: it accumulates, or belongs to another point. */
export function diagnoseHabit(evidence: GradientEvidence): NamedDiagnosis | null {
  return tellHabit(evidence) ?? tellGrowth(evidence) ?? tellSameElsewhere(evidence);
}

/** Code and words for what repeated calls showed. */
const HABITS: Readonly<Partial<Record<HabitName, readonly [string, (evidence: GradientEvidence) => string]>>> = {
  accumulates: [
    'accumulated',
    () => 'each call adds to what the call before returned: clear the buffer at the start of the gradient',
  ],
  stale: [
    'stale-gradient',
    () =>
      'the gradient is that of another point: it keeps what an earlier call computed; compute it from its arguments',
  ],
  'follows-loss': [
    'stale-gradient',
    () =>
      'the gradient is that of the point at which the loss was evaluated last: it uses what the loss keeps (activations, predictions), not its own arguments',
  ],
  'follows-call': [
    'stale-gradient',
    () =>
      'part of the gradient belongs to the point of the call before: called twice at one point it gives another answer than behind a call elsewhere, the same each time; it uses what the last call kept (activations, residuals) before that is renewed',
  ],
  runs: [
    'accumulated',
    ({ keptShare }) =>
      `each call adds to ${formatValue(keptShare!, 3)} times what the call before returned: a momentum or a running mean is kept inside; return the gradient itself and leave the rest to the optimizer`,
  ],
};

function tellHabit(evidence: GradientEvidence): NamedDiagnosis | null {
  const { habit, changing = [], layout } = evidence;
  const known = HABITS[habit];
  if (!known) return null;
  const [code, words] = known;
  const isPart = changing.length > 0 && changing.length < layout.leaves.length;
  return {
    code,
    path: isPart ? changing[0] : '',
    ...(isPart ? { paths: changing } : {}),
    message: words(evidence) + (isPart ? `; that holds of ${gradientsOf(changing)} only` : ''),
    evidence: 'strong',
  };
}

/** A second call at the point returned a multiple of the first. */
function tellGrowth({ claimed, secondCall }: GradientEvidence): NamedDiagnosis | null {
  const growth = secondCall && commonMultiple(claimed, secondCall);
  return growth
    ? {
        code: 'accumulated',
        path: '',
        message: `a second call returns ${formatValue(growth)} times the first: clear the buffer at the start of the gradient`,
        evidence: 'strong',
      }
    : null;
}

/** It gave the same numbers at another point. */
function tellSameElsewhere(evidence: GradientEvidence): NamedDiagnosis | null {
  const { previousPoint, point, claimed } = evidence;
  if (!previousPoint || !hasFailure(evidence)) return null;
  if (!moved(previousPoint.point, point) || !isSame(previousPoint.claimed, claimed)) return null;
  return {
    code: 'stale-gradient',
    path: '',
    message: 'the gradient is the same as at another point: consistent with one that was kept from there',
    evidence: 'hint',
  };
}

/** The whole number k ≥ 2 by which every entry grew; null where there is none. */
function commonMultiple(first: Float64Array, second: Float64Array): number | null {
  const k = first.findIndex((value) => value !== 0 && Number.isFinite(value));
  const factor = k < 0 ? NaN : Math.round(second[k] / first[k]);
  const fits = first.every((value, i) => Math.abs(second[i] - factor * value) <= ROUNDING * Math.abs(second[i]));
  const entries = first.filter((value) => value !== 0).length;
  return factor >= 2 && fits && entries >= LEAST_ENTRIES ? factor : null;
}

function hasFailure({ verdict, layout }: GradientEvidence): boolean {
  for (let i = 0; i < layout.size; i++) if (verdict(i) === 'fail') return true;
  return false;
}

function moved(a: Float64Array, b: Float64Array): boolean {
  return a.some((value, i) => value !== b[i]);
}

function isSame(a: Float64Array, b: Float64Array): boolean {
  return a.some((value) => value !== 0) && a.every((value, i) => value === b[i]);
}
