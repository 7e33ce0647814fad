import { availableParallelism } from 'node:os';
import { EntryTable } from '../../check/entry-table.js';
import { NEIGHBOURS } from '../../check/looks-from-far.js';
import { measurePointNoise } from '../../check/check-point.js';
import type { PointProblem, PointResult } from '../../check/point-problem.js';
import { ParameterTally } from '../../check/parameter-tally.js';
import { whySkipped } from '../../check/why-skipped.js';
import type { LossAt, Objective } from '../../model/objective.js';
import { drive, type NoiseLevel } from '../../numdiff/index.js';
import type { RunOptions } from '../run-options.js';
import { checkChunks } from './check-chunks.js';
import type { Chunk, ChunkResult, EntryJob, HelperMessage, ModelText } from './entry-job.js';
import { HelperThreads } from './helper-threads.js';

/** Entries that are taken at once, a small part of any job that is worth a thread: those that speak for each other. */
const CHUNK = NEIGHBOURS;
/** Where what is left takes no longer than this, it is done before other threads are there. */
const WORTHWHILE_MS = 600;

/** Checks the entries of a model in several threads. What comes of it does not depend on how many there are. */
export class EntrySpreader {
  private helpers: HelperThreads | null = null;
  private jobs = 0;
  private readonly others: number;

  constructor(
    private readonly model: ModelText,
    private readonly options: RunOptions,
  ) {
    this.others = (options.workers ?? availableParallelism()) - 1;
  }

  /** As `checkPoint`: chunks are taken by whoever is free, and put together in the order of the entries. */
  async check(problem: PointProblem, objective: Objective, lossAt: LossAt): Promise<PointResult> {
    const before = objective.lossEvaluations;
    const noise = problem.noise ?? (await drive(measurePointNoise(problem), lossAt));
    const setupEvaluations = objective.lossEvaluations - before;
    const chunks = listChunks(problem);
    const job: Omit<EntryJob, 'at'> = { id: ++this.jobs, noise, chunks, next: new SharedArrayBuffer(4) };
    const results = await this.gather(job, problem, { objective, lossAt });
    return assemble(problem, chunks, results, { noise, setupEvaluations });
  }

  stop(): void {
    this.helpers?.stop();
  }

  private share(job: Omit<EntryJob, 'at'>, problem: PointProblem): void {
    const count = Math.min(this.others, job.chunks.length - 1);
    this.helpers ??= new HelperThreads(count, { model: this.model, options: this.options });
    const { point, loss, claimed, claimNoise, scale, reference } = problem;
    this.helpers.post({ ...job, at: { point, loss, claimed, claimNoise, scale, reference } });
  }

  private async gather(
    job: Omit<EntryJob, 'at'>,
    problem: PointProblem,
    how: { objective: Objective; lossAt: LossAt },
  ): Promise<(ChunkResult | undefined)[]> {
    const { chunks } = job;
    const results: (ChunkResult | undefined)[] = Array.from({ length: chunks.length });
    const { onParameter, mayGoOn = () => true } = problem;
    const progress = new SpreadProgress(problem, chunks, (tally) => onParameter?.(tally.report(), job.noise));
    const hear = (message: HelperMessage): void => {
      if (message.type !== 'chunk' || message.job !== job.id) return;
      results[message.chunk] = message.result;
      how.objective.addEffort(message.result);
      progress.add(message.chunk, message.result);
    };
    const started = performance.now();
    let [done, isShared] = [0, false];
    await checkChunks(job, problem, how, (k, result) => {
      results[k] = result;
      progress.add(k, result);
      const left = ((performance.now() - started) / ++done) * (chunks.length - k);
      if (!isShared && this.others > 0 && job.noise.deterministic && left > WORTHWHILE_MS) {
        this.share(job, problem);
        isShared = true;
      }
      this.helpers?.read(hear);
      return mayGoOn();
    });
    // Where time was up nobody takes another chunk.
    Atomics.store(new Int32Array(job.next), 0, chunks.length);
    await this.helpers?.readUntil(() => results.every((result) => result !== undefined), hear);
    // Taken by a thread that came to an end.
    for (let k = 0; k < chunks.length && mayGoOn(); k++) {
      if (results[k]) continue;
      const alone = { ...job, chunks: [chunks[k]], next: new SharedArrayBuffer(4) };
      await checkChunks(alone, problem, how, (_, result) => void (results[k] = result));
    }
    return results;
  }
}

/** The tallies of what has been checked so far, told whenever another chunk has failures in it or their number doubles. */
class SpreadProgress {
  private readonly tallies = new Map<number, ParameterTally>();
  private count = 0;

  constructor(
    private readonly problem: PointProblem,
    private readonly chunks: readonly Chunk[],
    private readonly tell: (tally: ParameterTally) => void,
  ) {}

  add(k: number, { tally: state }: ChunkResult): void {
    const { leaf: place } = this.chunks[k];
    const leaf = this.problem.layout.leaves[place];
    const tally = this.tallies.get(place) ?? new ParameterTally(leaf, this.problem.rule);
    this.tallies.set(place, tally);
    const failedBefore = tally.failed;
    tally.absorb(state);
    this.problem.onEntries?.(state.checked, state.counts.fail);
    const isDoubled = (++this.count & (this.count - 1)) === 0;
    if (isDoubled || tally.checked === leaf.size || (tally.failed > 0 && tally.failed >= 2 * failedBefore))
      this.tell(tally);
  }
}

function listChunks(problem: PointProblem): Chunk[] {
  return problem.layout.leaves.flatMap((leaf, place) => {
    if (whySkipped(problem, leaf)) return [];
    const { offset, size } = leaf;
    return Array.from({ length: Math.ceil(size / CHUNK) }, (_, k) => ({
      leaf: place,
      from: offset + k * CHUNK,
      to: Math.min(offset + size, offset + (k + 1) * CHUNK),
    }));
  });
}

function assemble(
  problem: PointProblem,
  chunks: readonly Chunk[],
  results: readonly (ChunkResult | undefined)[],
  { noise, setupEvaluations }: { noise: NoiseLevel; setupEvaluations: number },
): PointResult {
  const { layout, rule } = problem;
  const entries = new EntryTable(layout.size);
  const tallies = layout.leaves.map((leaf) => new ParameterTally(leaf, rule));
  results.forEach((result, k) => {
    if (!result) return;
    tallies[chunks[k].leaf].absorb(result.tally);
    entries.setPart(chunks[k].from, result.columns);
  });
  return {
    method: 'full',
    noise,
    setupEvaluations,
    parameters: tallies.map((tally) => tally.report(whySkipped(problem, tally.leaf))),
    coarse: tallies.reduce((sum, { coarse }) => sum + coarse, 0),
    entries,
  };
}
