import type { Prediction } from './match-claims.js';
import type { ParameterEvidence } from './parameter-evidence.js';

/** The derivatives in another order: at i stands what belongs at `source(i)`; outside of the block (−1) anything may. */
export function reorder(
  { numeric, bound }: Pick<ParameterEvidence, 'numeric' | 'bound'>,
  source: (i: number) => number,
): Prediction {
  return {
    value: (i) => (source(i) < 0 || !Number.isFinite(bound[source(i)]) ? NaN : numeric[source(i)]),
    error: (i) => bound[source(i)],
  };
}
