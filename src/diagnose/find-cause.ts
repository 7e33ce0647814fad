import type { Diagnosis, EntryReason, ModelReport, PointReport, Warning } from '../check/report.js';
import { countEntries } from './words.js';

/** What a verdict goes back to, and why it is thought so, in one sentence. */
export type Cause = Pick<ModelReport, 'cause' | 'causeReason'>;

export interface CauseFacts {
  readonly verdict: ModelReport['verdict'];
  readonly points: readonly PointReport[];
  readonly warnings: readonly Warning[];
  readonly diagnoses: readonly Diagnosis[];
  /** Where the data holds NaN or an infinity, if it does: `data[3].x`. */
  readonly nonFiniteData: string | null;
  /** Whether every non-finite claim stands where the parameter itself is 0. */
  readonly isNonFiniteAtZero: boolean;
}

/**
 * Whether a failure, or a doubt, is due to the gradient's code (`implementation`), to arithmetic that hides it
 * (`instability`), to a point at which the loss is not smooth (`singularity`), or to the `data`.
 */
export function findCause(facts: CauseFacts): Cause {
  if (facts.verdict === 'fail') return causeOfFailure(facts);
  if (facts.verdict === 'inconclusive') return causeOfDoubt(facts);
  return causeOfWarnings(facts.warnings);
}

function causeOfFailure({ points, diagnoses, nonFiniteData, isNonFiniteAtZero }: CauseFacts): Cause {
  const failed = points.reduce((sum, point) => sum + point.parameters.reduce((n, p) => n + p.failed, 0), 0);
  const reasons = reasonsOf(points, 'fail');
  if (failed === 0)
    return implementation(diagnoses[0]?.message ?? 'the gradient does not depend on its arguments alone');
  if (reasons.length === 1 && reasons[0] === 'non-finite') {
    if (nonFiniteData) return { cause: 'data', causeReason: `${nonFiniteData} is not finite, and so is the gradient` };
    if (isNonFiniteAtZero)
      return {
        cause: 'singularity',
        causeReason:
          'the gradient is not finite exactly where the parameter is 0: its formula divides by it, or takes a root or logarithm of it',
      };
    return implementation('the gradient is not finite where the differences of the loss are');
  }
  if (reasons.includes('outside-subgradient') && !reasons.includes('mismatch'))
    return implementation('the loss has a kink at the point, and the gradient lies outside its one-sided slopes');
  if (reasons.length === 1 && reasons[0] === 'tolerance')
    return implementation(
      `${countEntries(failed)} differ by more than the explicit tolerance and the error bound of the differences`,
    );
  return implementation(
    `${countEntries(failed)} differ${failed === 1 ? 's' : ''} by far more than the error bound of the differences, and the gap stays the same from step to step`,
  );
}

function implementation(causeReason: string): Cause {
  return { cause: 'implementation', causeReason };
}

const DOUBTS: Readonly<Partial<Record<EntryReason, Cause>>> = {
  noise: { cause: 'instability', causeReason: 'the noise of the loss hides the derivative' },
  nondeterministic: {
    cause: 'instability',
    causeReason: 'the loss differs at equal input by too much for the derivative to be seen',
  },
  discontinuity: { cause: 'singularity', causeReason: 'the loss jumps at the point' },
  singular: { cause: 'singularity', causeReason: 'the differences grow without limit as the step shrinks' },
  'no-room': { cause: 'singularity', causeReason: 'bounds leave no step to take' },
  'non-finite-around': { cause: 'singularity', causeReason: 'the loss is not finite at any step around the point' },
  'multi-scale': {
    cause: 'instability',
    causeReason: 'the loss has another slope over small steps than over larger ones',
  },
  'no-plateau': { cause: 'instability', causeReason: 'no step was found at which the differences settle' },
};

function causeOfDoubt({ points, nonFiniteData }: CauseFacts): Cause {
  const reasons = reasonsOf(points, 'inconclusive');
  const found = reasons.map((reason) => DOUBTS[reason]).find((cause) => cause !== undefined);
  if (nonFiniteData && found?.cause === 'singularity')
    return { cause: 'data', causeReason: `${nonFiniteData} is not finite` };
  return found ?? { cause: 'instability', causeReason: 'too few entries could be decided within a useful bound' };
}

/** Reasons of entries with a verdict, the most frequent first. */
function reasonsOf(points: readonly PointReport[], verdict: 'fail' | 'inconclusive'): EntryReason[] {
  const counts = new Map<EntryReason, number>();
  for (const { parameters } of points)
    for (const { failures, notes } of parameters)
      for (const entry of [...failures, ...notes])
        if (entry.verdict === verdict) counts.set(entry.reason, (counts.get(entry.reason) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]).map(([reason]) => reason);
}

/** Causes of warnings, the graver first; of others nothing follows for the gradient. */
const WARNINGS: readonly (readonly [RegExp, Cause])[] = [
  [
    /^nondeterministic|^stateful-loss$/,
    {
      cause: 'instability',
      causeReason: 'equal input does not give equal output, but the numbers agree within the noise',
    },
  ],
  [
    /^low-precision$/,
    { cause: 'instability', causeReason: 'the arithmetic of the loss is too coarse to see small errors' },
  ],
  [/^domain-edge$/, { cause: 'singularity', causeReason: 'the point lies at the edge of where the loss is finite' }],
  [
    /^kink$/,
    {
      cause: 'singularity',
      causeReason: 'the loss has a kink at the point; the gradient there is a valid subgradient',
    },
  ],
  [
    /^(stateful-gradient|mutated-input|aliased-gradient|reused-buffer|accumulated)$/,
    {
      cause: 'implementation',
      causeReason: 'the numbers agree, but a function of the model keeps or shares memory between calls',
    },
  ],
];

function causeOfWarnings(warnings: readonly Warning[]): Cause {
  const found = WARNINGS.find(([codes]) => warnings.some(({ code }) => codes.test(code)));
  if (found) return found[1];
  return {
    cause: 'none',
    causeReason: warnings.length > 0 ? 'the numbers agree; the warnings say under which conditions' : '',
  };
}
