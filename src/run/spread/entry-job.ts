import type { PointProblem } from '../../check/point-problem.js';
import type { Columns } from '../../check/entry-table.js';
import type { TallyState } from '../../check/parameter-tally.js';
import type { NoiseLevel } from '../../numdiff/index.js';
import type { RunOptions } from '../run-options.js';

/** A model that another thread is to load again. */
export interface ModelText {
  /** Of the bundle, which may be gone: beside it its imports mean the same. */
  readonly url: string;
  readonly text: string;
  /** The user's file as it is named in reports. */
  readonly file: string;
  /** Which of its models. */
  readonly index: number;
}

/** What a helper thread is started with. */
export interface HelperData {
  readonly model: ModelText;
  readonly options: RunOptions;
}

/** Entries of one leaf, from one to before another. */
export interface Chunk {
  /** Place of the leaf in the layout. */
  readonly leaf: number;
  readonly from: number;
  readonly to: number;
}

/** Entries of one claim at one point, for every thread to take chunks of. */
export interface EntryJob {
  readonly id: number;
  /** Those parts of the problem that are not the model's own. */
  readonly at: Pick<PointProblem, 'point' | 'loss' | 'claimed' | 'claimNoise' | 'scale' | 'reference'>;
  readonly noise: NoiseLevel;
  readonly chunks: readonly Chunk[];
  /** The next chunk that nobody has taken: one Int32 in shared memory. */
  readonly next: SharedArrayBuffer;
}

/** What checking a chunk came to. */
export interface ChunkResult {
  readonly tally: TallyState;
  readonly columns: Columns;
  readonly lossEvaluations: number;
  readonly thrown: number;
  readonly nonFinite: number;
}

/** What a helper tells. */
export type HelperMessage =
  | { readonly type: 'chunk'; readonly job: number; readonly chunk: number; readonly result: ChunkResult }
  /** Nothing is left of a job; or its loss is another one here, and the job is left to others. */
  | { readonly type: 'done'; readonly job: number };
