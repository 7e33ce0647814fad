import type { EntryOutcome } from './engine.js';
import type { EvaluationOptions } from './evaluate.js';
import { distance } from './score.js';
import type { Truth } from './truth.js';

/** At most so many lines a case and kind. */
const EXAMPLES = 2;

/** Gathers one line for each false alarm, broken bound, or pass that the printed limit does not admit. */
export function collectMisjudgements(): { watch: NonNullable<EvaluationOptions['watch']>; lines: string[] } {
  const lines: string[] = [];
  const counts = new Map<string, number>();
  const watch: NonNullable<EvaluationOptions['watch']> = ({ test, point, truth, claim }, { entries }, mutation) => {
    entries.forEach((entry, i) => {
      const kind = judge(entry, truth, i, entry.claimed === claim[i], test.family === 'smooth');
      if (kind === null) return;
      const key = `${kind} ${test.name}`;
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      if (count > EXAMPLES) return;
      const where = point.length <= 4 ? `x = [${Array.from(point).join(', ')}]` : `x[${i}] = ${point[i]}`;
      const expected = truth.low[i] === truth.high[i] ? truth.low[i] : `${truth.low[i]} to ${truth.high[i]}`;
      lines.push(
        `${kind}: ${test.family}, ${test.name}, ${mutation ?? 'right gradient'}, entry ${i}, ${where}: ` +
          `${entry.verdict} (${entry.reason}), claimed ${entry.claimed}, numeric ${entry.numeric} ± ${entry.bound.toExponential(1)}, ` +
          `truth ${expected}, limit ${entry.limit.toExponential(1)}`,
      );
    });
  };
  return { watch, lines };
}

function judge(entry: EntryOutcome, truth: Truth, i: number, isRight: boolean, isSmooth: boolean): string | null {
  const { verdict, claimed, numeric, bound, limit } = entry;
  if (verdict === 'fail' && isRight) return 'false alarm';
  if (verdict !== 'kink' && Number.isFinite(bound) && distance(numeric, truth, i) > bound) return 'bound broken';
  const gap = distance(claimed, truth, i);
  const size = Math.max(Math.abs(claimed), Math.abs(truth.low[i]));
  if (verdict === 'pass' && !isRight && gap > limit && gap > 1e-5 * size) return 'passed beyond the limit';
  if (isSmooth && verdict !== 'fail' && gap > 1e-4 * size) return 'missed';
  return isSmooth && verdict !== 'pass' && isRight ? 'undecided' : null;
}
