import type { Leaf } from '../../model/tree-layout.js';
import { median } from '../../numdiff/index.js';
import type { PointProblem } from '../point-problem.js';
import type { PointEntries } from '../point-entries.js';
import type { EntryReason, EntryVerdict, ParameterReport } from '../report.js';
import type { BlockOutcome } from './check-block.js';
import type { Moves } from './moves.js';
import type { Measured } from './range-tester.js';

/** A parameter whose entries, but for those looked at one by one, were covered by the directions of its block. */
interface Along {
  readonly leaf: Leaf;
  readonly outcome: BlockOutcome;
  readonly problem: PointProblem;
  readonly entries: PointEntries;
  readonly moves: Moves;
}

/** More entries than this are sampled for the median. */
const MOST_SAMPLED = 10_000;
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
  if (covered === 0) return { ...report, verdict: verdictOf(report) };
  const { measured } = outcome;
  return {
    ...report,
    verdict: verdictOf(report),
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

/**
 * An error eᵢ of one entry shows from |eᵢ|·sᵢ > E on, E the bound of the block: relative to the entry that is E/(|aᵢ|sᵢ),
 * and large for entries far below the others of the block.
 */
function limitsOf(
  single: ParameterReport,
  { leaf, outcome, problem, entries, moves }: Along,
): Pick<ParameterReport, 'detectionLimit' | 'absoluteDetectionLimit' | 'visibleError'> {
  const { claimed, rule } = problem;
  const bound = Math.max(...outcome.measured.map((one) => one.bound));
  const sampleEvery = Math.max(1, Math.floor(leaf.size / MOST_SAMPLED));
  const sampled: number[] = [];
  let [worst, absolute] = [0, single.absoluteDetectionLimit ?? 0];
  for (let i = leaf.offset; i < leaf.offset + leaf.size; i++) {
    if (!moves.isMoving(i)) continue;
    const visible = bound / entries.scaleAt(i);
    const relative = visible / Math.abs(claimed[i]) + rule.material;
    worst = Math.max(worst, relative);
    absolute = Math.max(absolute, visible + rule.material * Math.abs(claimed[i]));
    if ((i - leaf.offset) % sampleEvery === 0) sampled.push(relative);
  }
  const visibleError = { median: sampled.length > 0 ? median(sampled) : worst, worst };
  const isRelative = worst <= 1 && (single.checked === 0 || single.detectionLimit !== null);
  if (!isRelative) return { visibleError, detectionLimit: null, absoluteDetectionLimit: absolute };
  return { visibleError, detectionLimit: Math.max(worst, single.detectionLimit ?? 0) };
}

function reasonOf({ outcome, entries }: Along): EntryReason {
  if (outcome.kind === 'agrees') return 'match';
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
