import type { Diagnosis } from '../check/report.js';
import type { GradientEvidence } from './gradient-evidence.js';
import { formatValue } from './words.js';

const LEAST_ENTRIES = 3;
const ROUNDING = 1e-12;

/** A gradient that depends on the calls before: it accumulates, or belongs to another point. */
export function diagnoseHabit(evidence: GradientEvidence): Diagnosis | null {
  const { habit, claimed, secondCall, previousPoint, point } = evidence;
  const tell = (code: string, message: string, strength: 'strong' | 'hint' = 'strong'): Diagnosis => ({
    code,
    path: '',
    message,
    evidence: strength,
  });
  if (habit === 'accumulates')
    return tell(
      'accumulated',
      'each call adds to what the call before returned: clear the buffer at the start of the gradient',
    );
  if (habit === 'stale')
    return tell(
      'stale-gradient',
      'the gradient is that of another point: it keeps what an earlier call computed; compute it from its arguments',
    );
  if (habit === 'follows-loss')
    return tell(
      'stale-gradient',
      'the gradient is that of the point at which the loss was evaluated last: it uses what the loss keeps (activations, predictions), not its own arguments',
    );
  const growth = secondCall && commonMultiple(claimed, secondCall);
  if (growth)
    return tell(
      'accumulated',
      `a second call returns ${formatValue(growth)} times the first: clear the buffer at the start of the gradient`,
    );
  if (
    previousPoint &&
    hasFailure(evidence) &&
    moved(previousPoint.point, point) &&
    isSame(previousPoint.claimed, claimed)
  )
    return tell(
      'stale-gradient',
      'the gradient is the same as at another point: consistent with one that was kept from there',
      'hint',
    );
  return null;
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
