import type { Leaf } from '../../model/tree-layout.js';
import type { PointProblem } from '../point-problem.js';
import type { PointEntries } from '../point-entries.js';
import type { EntryReason, EntryVerdict, ParameterReport } from '../report.js';
import type { Moves } from './moves.js';
import type { Measured } from './range-tester.js';
import type { LeafOutcome } from './search-leaf.js';
import { visibleErrors } from './visible-errors.js';

/** A parameter whose entries, but for those looked at one by one, were covered by directions. */
interface Along {
  readonly leaf: Leaf;
  readonly outcome: LeafOutcome;
  readonly problem: PointProblem;
  readonly entries: PointEntries;
  readonly moves: Moves;
}

/** Errors of several entries, this many times the visible size, cancel along one direction with a chance of 1 in that. */
const TIMES_VISIBLE = 10;

/** The report of the entries looked at one by one, with those that directions cover. */
export function reportAlong(single: ParameterReport, along: Along): ParameterReport {
  const { leaf, outcome } = along;
  const covered = outcome.kind === 'open' ? 0 : countMoving(along);
  const isDecided = outcome.kind === 'agrees';
  const counts = {
    checked: single.checked + covered,
    pass: single.pass + (isDecided ? covered : 0),
    inconclusive: single.inconclusive + (isDecided ? 0 : covered),
  };
  const { skipped: _, ...rest } = single;
  const report = {
    ...(counts.checked > 0 ? rest : single),
    ...counts,
    coverage: { full: single.checked, directional: covered, none: leaf.size - counts.checked },
  };
  const verdict = outcome.kind === 'unlocated' ? 'fail' : verdictOf(report);
  if (covered === 0) return { ...report, verdict };
  const { measured } = outcome;
  return {
    ...report,
    verdict,
    ...limitsOf(single, along),
    missProbability: TIMES_VISIBLE ** -measured.length,
    direction: directionOf(measured, reasonOf(along)),
  };
}

function countMoving({ leaf, moves }: Along): number {
  let count = 0;
  for (let i = leaf.offset; i < leaf.offset + leaf.size; i++) if (moves.isMoving(i)) count++;
  return count;
}

function verdictOf(counts: Pick<ParameterReport, EntryVerdict | 'checked'>): ParameterReport['verdict'] {
  if (counts.checked === 0) return 'none';
  return (['fail', 'inconclusive', 'kink'] as const).find((verdict) => counts[verdict] > 0) ?? 'pass';
}

/** Limits of the entries looked at one by one, and of those that show along directions. */
function limitsOf(
  single: ParameterReport,
  along: Along,
): Pick<ParameterReport, 'detectionLimit' | 'absoluteDetectionLimit' | 'visibleError'> {
  const bound = Math.max(...along.outcome.measured.map((one) => one.bound));
  const { absolute, ...visibleError } = visibleErrors(along, bound);
  const isRelative = visibleError.worst <= 1 && (single.checked === 0 || single.detectionLimit !== null);
  return isRelative
    ? { visibleError, detectionLimit: Math.max(visibleError.worst, single.detectionLimit ?? 0) }
    : {
        visibleError,
        detectionLimit: null,
        absoluteDetectionLimit: Math.max(absolute, single.absoluteDetectionLimit ?? 0),
      };
}

function reasonOf({ outcome, entries }: Along): EntryReason {
  if (outcome.kind === 'agrees') return 'match';
  if (outcome.kind === 'unlocated') return 'unlocated';
  if (outcome.measured.every(({ bound }) => bound === Infinity)) return 'non-finite-around';
  if (!entries.context.deterministic) return 'nondeterministic';
  return outcome.kind === 'hidden' ? 'noise' : 'unexplained';
}

function directionOf(measured: readonly Measured[], reason: EntryReason): ParameterReport['direction'] {
  const { claimed, residual, bound } = measured.reduce((a, b) =>
    Math.abs(b.residual) / b.bound > Math.abs(a.residual) / a.bound ? b : a,
  );
  return { analytic: claimed, numeric: claimed - residual, bound, reason };
}
