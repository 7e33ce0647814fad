import type { Leaf } from '../model/tree-layout.js';
import type { BatchState } from './batches.js';
import { clipGradient, type Clipping, type NormHistory, type Unit } from './clip.js';
import { measureGradient, measureNorms, type Block, type Meter } from './meter.js';
import type { Evaluation, Optimizer, OptimizerState } from './optimizers/index.js';
import { createTable } from './table.js';
import type { ParameterStep, TrainingStep } from './types.js';

/** What a point may be. */
export interface Limits {
  /** The parameters that are trained; the others stay as they are. */
  readonly leaves: readonly Leaf[];
  /** Bounds of each entry. */
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/** What does not change over a run. */
export interface Training extends Limits {
  readonly optimizer: Optimizer;
  readonly clipping: Clipping;
  readonly rateAt: (step: number) => number;
}

/** What changes. Plain data: a checkpoint holds it. */
export interface TrainerState {
  /** Steps done. */
  step: number;
  readonly point: Float64Array;
  readonly optimizer: OptimizerState;
  readonly batches: BatchState;
  readonly history: NormHistory;
  readonly meter: Meter;
}

/** What is measured before a step is made. */
export interface Measured {
  readonly params: Readonly<Record<string, ParameterStep>>;
  readonly cosine?: number;
  readonly weights: Readonly<Record<string, number>>;
}

/** Measures gradient and weights at the point; both are only read. */
export function measureBefore({ leaves }: Training, { meter, point }: TrainerState, gradient: Float64Array): Measured {
  const { params, cosine } = measureGradient(meter, blocksOf(leaves, gradient));
  return { params, ...(cosine === undefined ? {} : { cosine }), weights: measureNorms(blocksOf(leaves, point)) };
}

/**
 * Clips the gradient, in place, and moves the point, inside its bounds; float32 parameters stay float32 numbers.
 * @returns the factor of clipping, and how far each entry moved
 */
export function move(
  training: Training,
  state: TrainerState,
  evaluation: Evaluation,
): { readonly clipped: number; readonly update: Float64Array } {
  const { optimizer, clipping, leaves, rateAt } = training;
  const { point, history } = state;
  const before = point.slice();
  const units = leaves.flatMap(unitsOf);
  const clipped = clipGradient(evaluation.gradient, clipping, { weights: point, units, history });
  optimizer.step(point, evaluation, rateAt(state.step), state.optimizer);
  keepInside(training, point, before);
  state.step++;
  return { clipped, update: point.map((x, i) => x - before[i]) };
}

/** The step as a line of the log. */
export function describeStep(
  { leaves, rateAt }: Training,
  step: number,
  loss: number,
  { params, cosine, weights }: Measured,
  { clipped, update }: ReturnType<typeof move>,
): TrainingStep {
  const updates = measureNorms(blocksOf(leaves, update));
  const told = createTable<ParameterStep>();
  for (const path in params) told[path] = { ...params[path], weight: weights[path], update: updates[path] };
  return {
    step,
    loss,
    lr: rateAt(step),
    ...(cosine === undefined ? {} : { cosine }),
    ...(clipped === 1 ? {} : { clipped }),
    params: told,
  };
}

function blocksOf(leaves: readonly Leaf[], values: Float64Array): Block[] {
  return leaves.map(({ path, shape, offset, size }) => ({
    path,
    shape,
    pieces: [{ values, from: offset, to: offset + size }],
  }));
}

/** What is clipped by itself: each row of a matrix, else the whole parameter. */
function unitsOf({ shape, offset, size }: Leaf): Unit[] {
  const rows = shape.length >= 2 ? shape[0] : 1;
  const extent = size / Math.max(1, rows);
  return Array.from({ length: rows }, (_, row) => ({ from: offset + row * extent, to: offset + (row + 1) * extent }));
}

/** Keeps a point, in place, inside its bounds, given where it was; float32 parameters stay float32 numbers. */
export function keepInside({ leaves, lower, upper }: Limits, point: Float64Array, before: Float64Array): void {
  const moved = point.slice();
  // Whatever is not trained stays, also where an optimizer lets weights decay.
  point.set(before);
  for (const { offset, size, storage } of leaves)
    for (let i = offset; i < offset + size; i++) {
      const inside = Math.min(Math.max(moved[i], lower[i]), upper[i]);
      point[i] = storage === 'float32' ? Math.fround(inside) : inside;
    }
}
