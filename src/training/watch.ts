import { CLIPPING } from './alarms/clipping.js';
import { DEAD } from './alarms/dead.js';
import type { Detector } from './alarms/detector.js';
import { SPIKE } from './alarms/exploding.js';
import { GROWING } from './alarms/growth.js';
import { NON_FINITE } from './alarms/non-finite.js';
import { OSCILLATION } from './alarms/oscillation.js';
import { UPDATE_RATIO } from './alarms/update-ratio.js';
import { VANISHING } from './alarms/vanishing.js';
import { VANISHING_LAYER } from './alarms/vanishing-layer.js';
import { createLossTrend, pushLoss, type LossTrend } from './loss-trend.js';
import { createWindow, pushValue, type SlidingWindow } from './sliding-window.js';
import { totalNorm, type Alarm, type TrainingStep } from './types.js';

/** Steps that a norm is compared with. */
const WINDOW = 100;

const DETECTORS: Readonly<Record<string, Detector<unknown>>> = Object.fromEntries(
  Object.entries({
    nonFinite: NON_FINITE,
    spike: SPIKE,
    growth: GROWING,
    vanishing: VANISHING,
    vanishingLayer: VANISHING_LAYER,
    dead: DEAD,
    updateRatio: UPDATE_RATIO,
    oscillation: OSCILLATION,
    clipping: CLIPPING,
  }).map(([name, detector]) => [name, detector as Detector<unknown>]),
);

/** Everything that the alarms remember of the steps so far. Plain data: a checkpoint holds it. */
export interface Watch {
  readonly logNorms: SlidingWindow;
  readonly trend: LossTrend;
  readonly states: Readonly<Record<string, unknown>>;
}

export function createWatch(): Watch {
  const states = Object.fromEntries(Object.entries(DETECTORS).map(([name, { start }]) => [name, start()]));
  return { logNorms: createWindow(WINDOW), trend: createLossTrend(), states };
}

/** Takes a step in; returns what is wrong with it, by the rules in docs/training.md. */
export function watchStep({ logNorms, trend, states }: Watch, record: TrainingStep): Alarm[] {
  const norm = totalNorm(record);
  pushLoss(trend, record.loss);
  const observed = { record, norm, logNorms, trend };
  const alarms = Object.entries(DETECTORS).flatMap(([name, { observe }]) => observe(states[name], observed));
  // A norm of 0 has no logarithm: it tells nothing of how large the others are.
  if (norm !== undefined && norm > 0 && Number.isFinite(norm)) pushValue(logNorms, Math.log(norm));
  return alarms;
}
