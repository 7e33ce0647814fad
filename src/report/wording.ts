import type { Diagnosis, EntryReason, EntryVerdict, ParameterReport } from '../check/report.js';
import type { Standing } from '../check/summarize.js';
import { formatCount, formatQuantity } from '../terminal/number-format.js';

/** All words for verdicts and reasons, for every reporter. */

const REASONS: Readonly<Record<EntryReason, string>> = {
  match: 'agrees with the differences within their bound',
  zero: 'both are zero within the bound',
  subtle: 'differs by more than the bound, but by too little to matter',
  tolerance: 'decided by the explicit tolerance',
  subgradient: 'the loss has a kink here, and the gradient lies between its one-sided slopes: a valid subgradient',
  mismatch: 'the gap stays the same from step to step: the gradient is off, not the differences',
  'outside-subgradient': 'the loss has a kink here, and the gradient lies outside its one-sided slopes',
  'non-finite': 'the gradient is not a finite number',
  noise: 'the noise of the loss hides the derivative',
  nondeterministic: 'at equal input the loss differs by too much for the derivative to be seen',
  discontinuity: 'the loss jumps at this point',
  singular: 'the slope is infinite here: the differences grow without limit as the step shrinks',
  'multi-scale': 'the slope over small steps is another than over larger ones',
  'no-plateau': 'there is no step at which the estimate settles',
  unexplained: 'along a random direction the gradient disagrees with the differences, and no single entry does',
  unlocated:
    'along a random direction the gradient is wrong beyond doubt; its wrong entries were not looked for, as the evaluations were used up',
  'no-room': '`bounds` leave no step to take',
  'non-finite-around': 'the loss is NaN or infinite, or throws, at every step tried on either side',
};

const REMEDIES: Readonly<Partial<Record<EntryReason, string>>> = {
  'non-finite': 'look for a division by 0, a log or root of 0, or an overflow in the gradient',
  noise:
    'compute the loss more precisely (float64, a tighter inner solver), or say how accurate it is (--loss-accuracy)',
  nondeterministic:
    'make the loss a function of its input: draw random numbers with Math.random only, keep no state; or average (--average)',
  discontinuity: 'check at another point, or take the jump out of the loss',
  singular: 'guard the expression (as sqrt or log at 0), or move the point',
  'multi-scale': 'state the typical size of the parameter with the export `scale`',
  'no-plateau': 'state its typical size with the export `scale`, or check at another point',
  unexplained: 'check every entry (--method full), or at another point',
  unlocated: 'allow more evaluations (--max-evaluations), or look at this parameter alone (--only)',
  'no-room': 'widen `bounds`, or move the point away from them; list it in `frozen` if it is not to move',
  'non-finite-around': 'move the point into the domain of the loss, or declare the domain with `bounds`',
};

/** Why an entry was decided as it was. */
export function describeReason(reason: EntryReason): string {
  return REASONS[reason] ?? reason;
}

/** A smaller mismatch may be the inaccuracy of the loss itself, which differences cannot tell from a mistake. */
const SMALL_MISMATCH = 1e-3;

/**
 * What to do about an entry, as to decide an undecided one; undefined where the diagnosis has to tell.
 *
 * @param error the relative error of the entry, or the largest of several
 */
export function adviseOnReason(reason: EntryReason, error: number): string | undefined {
  if (reason === 'mismatch' && error < SMALL_MISMATCH)
    return 'if an inner iterative solver limits the loss to this accuracy, say so (--loss-accuracy 1e-6, or the export `lossAccuracy`)';
  return REMEDIES[reason];
}

const ENTRY_VERDICTS: Readonly<Record<ParameterReport['verdict'], string>> = {
  pass: 'pass',
  fail: 'FAIL',
  kink: 'kink',
  inconclusive: 'undecided',
  none: 'skipped',
};

/** The verdict of an entry or a parameter in one word. */
export function nameEntryVerdict(verdict: EntryVerdict | 'none'): string {
  return ENTRY_VERDICTS[verdict];
}

const STANDINGS: Readonly<Record<Standing, string>> = {
  pass: 'PASS',
  known: 'KNOWN',
  fail: 'FAIL',
  inconclusive: 'UNDECIDED',
  error: 'ERROR',
};

/** How a model or a run stands, in one word. */
export function nameStanding(standing: Standing): string {
  return STANDINGS[standing];
}

const STANDINGS_OF_MANY: Readonly<Record<Standing, string>> = {
  pass: 'right',
  known: 'known to be wrong or undecided',
  fail: 'wrong',
  inconclusive: 'undecided',
  error: 'not checked',
};

/** What a standing means, after a number of models. */
export function describeStanding(standing: Standing): string {
  return STANDINGS_OF_MANY[standing];
}

/** `3 models: 1 right, 1 undecided, 1 wrong`. */
export function countStandings(standings: readonly Standing[]): string {
  const counts = STANDING_ORDER.flatMap((kind) => {
    const count = standings.filter((standing) => standing === kind).length;
    return count > 0 ? [`${formatCount(count)} ${describeStanding(kind)}`] : [];
  });
  return [formatQuantity(standings.length, 'model'), ...(counts.length > 0 ? [counts.join(', ')] : [])].join(': ');
}

const STANDING_ORDER: readonly Standing[] = ['pass', 'known', 'inconclusive', 'error', 'fail'];

const SKIPPED: Readonly<Record<NonNullable<ParameterReport['skipped']>, string>> = {
  frozen: 'frozen',
  empty: 'empty',
  'not-selected': 'not selected',
  'not-reached': 'not reached before the limit',
};

/** Why nothing of a parameter was checked. */
export function describeSkipped(skipped: ParameterReport['skipped']): string {
  return skipped ? SKIPPED[skipped] : 'not checked';
}

const EVIDENCE: Readonly<Record<Diagnosis['evidence'], string>> = {
  exact: 'certain',
  strong: 'very likely',
  hint: 'possibly',
};

/** The mistake by name. */
export function nameDiagnosis({ code }: Diagnosis): string {
  return code === 'unknown' ? 'unknown mistake' : code;
}

/** How sure a diagnosis is, ready to stand behind its name: ` (very likely)`; nothing where none was found. */
export function describeEvidence({ code, evidence }: Diagnosis): string {
  return code === 'unknown' ? '' : ` (${EVIDENCE[evidence]})`;
}

/** `sign-flip (certain): …`. */
export function describeDiagnosis(diagnosis: Diagnosis): string {
  return `${nameDiagnosis(diagnosis)}${describeEvidence(diagnosis)}: ${diagnosis.message}`;
}
