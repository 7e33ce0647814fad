import { createSeries, pushStep, type RunSeries } from './series.js';
import { quantileOfSorted } from './sliding-window.js';
import { totalNorm, type Alarm, type TrainingStep } from './types.js';
import { wordNumber } from './words.js';

/** What is kept of a run while it goes on. Plain data. */
export interface RunSummary {
  steps: number;
  firstStep?: number;
  lastStep?: number;
  initialLoss?: number;
  lastLoss?: number;
  /** Finite norms, in order. */
  readonly norms: number[];
  nonFiniteSteps: number;
  clippedSteps: number;
  /** The smallest factor that a gradient was clipped by. */
  smallestFactor: number;
  readonly alarms: Alarm[];
  /** Alarms, those that are no longer kept among them. */
  alarmCount: number;
  readonly series: RunSeries;
}

/** Alarms kept; a run with more is wrong in a way that the first thousand tell. */
const MOST_ALARMS = 1000;

export function createSummary(): RunSummary {
  return {
    steps: 0,
    norms: [],
    nonFiniteSteps: 0,
    clippedSteps: 0,
    smallestFactor: 1,
    alarms: [],
    alarmCount: 0,
    series: createSeries(),
  };
}

export function addStep(summary: RunSummary, record: TrainingStep, alarms: readonly Alarm[]): void {
  const norm = totalNorm(record);
  summary.steps++;
  summary.firstStep ??= record.step;
  summary.lastStep = record.step;
  summary.initialLoss ??= record.loss;
  summary.lastLoss = record.loss ?? summary.lastLoss;
  if (norm !== undefined) {
    if (Number.isFinite(norm)) summary.norms.push(norm);
    else summary.nonFiniteSteps++;
  }
  const { clipped = 1 } = record;
  if (clipped !== 1) {
    summary.clippedSteps++;
    summary.smallestFactor = Math.min(summary.smallestFactor, clipped);
  }
  summary.alarmCount += alarms.length;
  summary.alarms.push(...alarms.slice(0, MOST_ALARMS - summary.alarms.length));
  pushStep(summary.series, record);
}

/** Quantiles of the total norm before clipping; null where no step had a finite one. */
export interface NormQuantiles {
  readonly median: number | null;
  readonly p90: number | null;
  readonly p99: number | null;
  readonly max: number | null;
}

export function quantilesOf(norms: readonly number[]): NormQuantiles {
  if (norms.length === 0) return { median: null, p90: null, p99: null, max: null };
  const sorted = Float64Array.from(norms).sort();
  return {
    median: quantileOfSorted(sorted, 0.5),
    p90: quantileOfSorted(sorted, 0.9),
    p99: quantileOfSorted(sorted, 0.99),
    max: sorted[sorted.length - 1],
  };
}

/** How often a run was clipped. */
export interface ClippingSummary {
  /** Of steps, from 0 to 1. */
  readonly share: number;
  readonly steps: number;
  readonly smallestFactor: number;
}

export function clippingOf({ steps, clippedSteps, smallestFactor }: RunSummary): ClippingSummary {
  return { share: steps === 0 ? 0 : clippedSteps / steps, steps: clippedSteps, smallestFactor };
}

/** The alarms of a run that has ended: one that was too short for the window of the clipping alarm is judged as a whole. */
export function concludeAlarms(summary: RunSummary): Alarm[] {
  const { alarms, lastStep = 0, norms } = summary;
  const { share, steps } = clippingOf(summary);
  if (share <= 0.5 || alarms.some(({ code }) => code === 'clipping')) return alarms;
  const { p90 } = quantilesOf(norms);
  const limit =
    p90 === null ? '' : `; a limit of ${wordNumber(p90)}, the 90th percentile, would catch the exceptions alone`;
  const message = `clipping is always on: ${steps} of ${summary.steps} steps were clipped${limit}`;
  return [...alarms, { code: 'clipping', level: 'note', step: lastStep, message, value: share }];
}
