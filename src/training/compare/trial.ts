import { createMeter, measureGradient, type Block } from '../meter.js';
import { OPTIMIZERS, type Evaluation, type OptimizerName } from '../optimizers/index.js';
import { quantilesOf, type NormQuantiles } from '../run-summary.js';
import { createWatch, watchStep } from '../watch.js';

/** One run of one optimizer from one start. */
export interface Trial {
  readonly optimizer: OptimizerName;
  readonly rate: number;
  readonly seed: number;
  /** Loss at each evaluation. */
  readonly losses: readonly number[];
  readonly bestLoss: number;
  /** Of all data, where the run ended. */
  readonly finalLoss: number;
  readonly gradientNorm: NormQuantiles;
  /** Spikes that the alarm for exploding gradients tells. */
  readonly spikes: number;
  /** Of steps, those whose gradient points against the one before. */
  readonly flipShare: number;
  /** Median norm of the last tenth; null where none of it is finite. */
  readonly lateNorm: number | null;
  readonly nonFiniteSteps: number;
  readonly evaluations: number;
}

/** Asks for loss and gradient at a point, at a step. */
export type Evaluate = (point: Float64Array, step: number) => Promise<Evaluation>;

export interface TrialRequest {
  readonly optimizer: OptimizerName;
  readonly rate: number;
  readonly seed: number;
  readonly start: Float64Array;
  readonly evaluations: number;
  readonly evaluate: Evaluate;
  /** The loss of all data. */
  readonly fullLoss: (point: Float64Array) => Promise<number>;
  /** Whether losses at single steps are of all data. */
  readonly isExact: boolean;
  /** Keeps the point where the model allows it to be, given where it was. */
  readonly confine: (point: Float64Array, before: Float64Array) => void;
}

/** Times in a run that the loss of all data is taken where steps see a batch each. */
const LOOKS = 10;
const LATE_SHARE = 0.1;

export async function runTrial(request: TrialRequest): Promise<Trial> {
  const { optimizer: name, rate, seed, start, evaluations, evaluate, fullLoss, isExact, confine } = request;
  const optimizer = OPTIMIZERS[name];
  const state = optimizer.start(start.length);
  const point = start.slice();
  const meter = createMeter();
  const watch = createWatch();
  const [losses, norms, looks]: number[][] = [[], [], []];
  let [spikes, flips, cosines, nonFiniteSteps] = [0, 0, 0, 0];
  for (let step = 0; step < evaluations; step++) {
    if (!isExact && step % Math.ceil(evaluations / LOOKS) === 0) looks.push(await fullLoss(point));
    const evaluation = await evaluate(point, step);
    const { params, cosine } = measureGradient(meter, [wholeOf(evaluation.gradient)]);
    const norm = params.all.grad;
    losses.push(evaluation.loss);
    norms.push(norm);
    if (!Number.isFinite(norm) || !Number.isFinite(evaluation.loss)) nonFiniteSteps++;
    if (cosine !== undefined) {
      cosines++;
      if (cosine < 0) flips++;
    }
    spikes += watchStep(watch, { step, loss: evaluation.loss, params }).filter(
      ({ code }) => code === 'exploding',
    ).length;
    const before = point.slice();
    optimizer.step(point, evaluation, rate, state);
    confine(point, before);
  }
  optimizer.finish?.(point, state);
  const finalLoss = await fullLoss(point);
  const late = quantilesOf(norms.slice(-Math.ceil(LATE_SHARE * norms.length)).filter(Number.isFinite));
  return {
    optimizer: name,
    rate,
    seed,
    losses,
    bestLoss: lowest([...(isExact ? losses : looks), finalLoss]),
    finalLoss,
    gradientNorm: quantilesOf(norms.filter(Number.isFinite)),
    spikes,
    flipShare: cosines === 0 ? 0 : flips / cosines,
    lateNorm: late.median,
    nonFiniteSteps,
    evaluations,
  };
}

function wholeOf(gradient: Float64Array): Block {
  return { path: 'all', shape: [gradient.length], pieces: [{ values: gradient, from: 0, to: gradient.length }] };
}

/** The least finite value; Infinity for none. */
function lowest(values: readonly number[]): number {
  return values.reduce((least, value) => (value < least ? value : least), Infinity);
}
