/** Loss and gradient at the point an optimizer stands at. */
export interface Evaluation {
  readonly loss: number;
  readonly gradient: Float64Array;
}

/** What an optimizer remembers. Plain data: a checkpoint holds it. */
export type OptimizerState = Record<string, number | Float64Array | Float64Array[]>;

/** A rule that makes steps out of gradients: one evaluation a step. */
export interface Optimizer {
  readonly name: string;
  /** In full, but for the learning rate. */
  readonly hyperparameters: Readonly<Record<string, number>>;
  /** Learning rate where none is given. */
  readonly rate: number;
  /** Whether the size of its steps follows from the gradient alone, so that a learning rate can be too large to be stable. */
  readonly hasStabilityLimit: boolean;
  start(size: number): OptimizerState;
  /** Moves the point, in place, from where loss and gradient were evaluated to where they are to be evaluated next. */
  step(point: Float64Array, evaluation: Evaluation, rate: number, state: OptimizerState): void;
  /** At the end of a run: moves the point to the last one that it means to keep. */
  finish?(point: Float64Array, state: OptimizerState): void;
}
