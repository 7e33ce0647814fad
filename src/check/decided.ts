import type { Estimate } from '../numdiff/index.js';
import type { Decision } from './entry-problem.js';
import type { EntryReason } from './report.js';

/** No bound holds where the loss jumps or its slope is infinite. */
const UNBOUNDED: ReadonlySet<EntryReason> = new Set(['discontinuity', 'singular']);

export function decided(
  verdict: 'pass' | 'fail' | 'inconclusive',
  reason: EntryReason,
  { value, bound }: Estimate,
): Decision {
  return { kind: 'decided', verdict, reason, numeric: value, bound: UNBOUNDED.has(reason) ? Infinity : bound };
}
