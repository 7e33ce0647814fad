import { OPTIMIZERS, type OptimizerName } from '../optimizers/index.js';
import type { NormQuantiles } from '../run-summary.js';
import { quantileOfSorted } from '../sliding-window.js';
import type { Trial } from './trial.js';

/** Over the seeds. */
export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/** What one optimizer did with a loss, at the learning rate that suited it best. */
export interface OptimizerResult {
  readonly name: OptimizerName;
  /** In full, the learning rate among them. */
  readonly hyperparameters: Readonly<Record<string, number>>;
  readonly bestLoss: Spread;
  readonly finalLoss: Spread;
  /** Steps until the loss reached the target; null where fewer than half of the seeds did. */
  readonly stepsToTarget: number | null;
  /** Rates tried that came within twice the best loss of this optimizer. */
  readonly learningRateRange: readonly [number, number];
  readonly largestStableLearningRate: number | null;
  readonly gradientNorm: NormQuantiles;
  readonly spikesPer1000: number;
  readonly signFlipShare: number;
  readonly lateGradientFloor: number | null;
  readonly nonFiniteSteps: number;
  /** Of each run. */
  readonly evaluations: number;
  /** Loss over steps, the median of the seeds; for a chart. */
  readonly curve: readonly number[];
}

/** Share of the way down, from the start to the best loss of all, that counts as arrived. */
const TARGET_SHARE = 0.99;
/** Losses of 0, or below, have no double: this share of the way down takes its place. */
const NEAR_SHARE = 0.01;

/** @param trials of one optimizer, over rates and seeds; `trials[0]` stands for where all begin */
export function summarizeOptimizer(
  name: OptimizerName,
  trials: readonly Trial[],
  { target, largestStable }: { readonly target: number; readonly largestStable: number | null },
): OptimizerResult {
  const rates = [...new Set(trials.map(({ rate }) => rate))];
  const medianAt = new Map(
    rates.map((rate) => [rate, spreadOf(atRate(trials, rate), (trial) => trial.bestLoss).median]),
  );
  const best = rates.reduce((a, b) => (medianAt.get(b)! < medianAt.get(a)! ? b : a));
  const initial = trials[0].losses[0];
  const near = medianAt.get(best)! + nearOf(medianAt.get(best)!, initial);
  const good = rates.filter((rate) => medianAt.get(rate)! <= near);
  const runs = atRate(trials, best);
  const steps = runs.reduce((sum, { evaluations }) => sum + evaluations, 0);
  const arrivals = runs
    .map(({ losses }) => losses.findIndex((loss) => loss <= target))
    .map((step) => (step < 0 ? Infinity : step));
  const arrival = medianOf(arrivals);
  return {
    name,
    hyperparameters: { lr: best, ...OPTIMIZERS[name].hyperparameters },
    bestLoss: spreadOf(runs, (run) => run.bestLoss),
    finalLoss: spreadOf(runs, (run) => run.finalLoss),
    stepsToTarget: Number.isFinite(arrival) ? arrival : null,
    learningRateRange: [Math.min(...good, best), Math.max(...good, best)],
    largestStableLearningRate: largestStable,
    gradientNorm: middleQuantiles(runs.map(({ gradientNorm }) => gradientNorm)),
    spikesPer1000: (1000 * runs.reduce((sum, { spikes }) => sum + spikes, 0)) / steps,
    signFlipShare: medianOf(runs.map(({ flipShare }) => flipShare)),
    lateGradientFloor: middle(runs.map(({ lateNorm }) => lateNorm)),
    nonFiniteSteps: runs.reduce((sum, { nonFiniteSteps }) => sum + nonFiniteSteps, 0),
    evaluations: runs[0].evaluations,
    curve: runs[0].losses.map((_, step) => medianOf(runs.map(({ losses }) => losses[step]))),
  };
}

/** The loss that counts as arrived: 99 % of the way from the start to the best of all runs. */
export function chooseTarget(trials: readonly Trial[]): number {
  const initial = trials[0].losses[0];
  const best = trials.reduce((least, { bestLoss }) => Math.min(least, bestLoss), Infinity);
  return initial - TARGET_SHARE * (initial - best);
}

/** How far above a loss is still near it: twice as much, or a hundredth of the way down. */
export function nearOf(loss: number, initial: number): number {
  return Math.max(Math.abs(loss), NEAR_SHARE * (initial - loss));
}

function atRate(trials: readonly Trial[], rate: number): Trial[] {
  return trials.filter((trial) => trial.rate === rate);
}

function spreadOf(trials: readonly Trial[], read: (trial: Trial) => number): Spread {
  const values = trials.map(read).map((value) => (Number.isNaN(value) ? Infinity : value));
  return { min: Math.min(...values), median: medianOf(values), max: Math.max(...values) };
}

/** Values that are not numbers are the worst. */
function medianOf(values: readonly number[]): number {
  const sorted = values.map((value) => (Number.isNaN(value) ? Infinity : value)).sort((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.ceil((sorted.length - 1) / 2)]];
  return low === high ? low : quantileOfSorted([low, high], 0.5);
}

function middle(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : medianOf(known);
}

function middleQuantiles(quantiles: readonly NormQuantiles[]): NormQuantiles {
  const of = (key: keyof NormQuantiles): number | null => middle(quantiles.map((one) => one[key]));
  return { median: of('median'), p90: of('p90'), p99: of('p99'), max: of('max') };
}
