import { checkRange } from '../../check/check-range.js';
import type { PointProblem } from '../../check/point-problem.js';
import { EntryTable } from '../../check/entry-table.js';
import { ParameterTally } from '../../check/parameter-tally.js';
import { PointEntries } from '../../check/point-entries.js';
import type { LossAt, Objective } from '../../model/objective.js';
import { drive } from '../../numdiff/index.js';
import type { ChunkResult, EntryJob } from './entry-job.js';

/** Takes chunks of a job that nobody has taken, and checks them, until none is left or it is told to stop. */
export async function checkChunks(
  { chunks, next, noise }: Pick<EntryJob, 'chunks' | 'next' | 'noise'>,
  problem: PointProblem,
  { objective, lossAt }: { objective: Objective; lossAt: LossAt },
  onResult: (chunk: number, result: ChunkResult) => void | boolean,
): Promise<void> {
  const counter = new Int32Array(next);
  const given = new PointEntries(problem, noise);
  const entries = new EntryTable(problem.layout.size);
  for (let k = Atomics.add(counter, 0, 1); k < chunks.length; k = Atomics.add(counter, 0, 1)) {
    const { from, to, leaf: place } = chunks[k];
    const leaf = problem.layout.leaves[place];
    const tally = new ParameterTally(leaf, problem.rule, problem.tolerance);
    const { thrown, nonFinite } = objective.conduct;
    const evaluated = objective.lossEvaluations;
    await drive(checkRange({ problem, given, leaf, from, to }, { tally, entries }), lossAt);
    const result: ChunkResult = {
      tally: tally.state,
      columns: entries.part(from, to),
      lossEvaluations: objective.lossEvaluations - evaluated,
      thrown: objective.conduct.thrown - thrown,
      nonFinite: objective.conduct.nonFinite - nonFinite,
    };
    if (onResult(k, result) === false) return;
  }
}
