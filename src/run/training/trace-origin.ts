import type { RecordedTape } from '../../autodiff/recorder.js';
import { findNonFiniteOrigin } from '../../diagnose/tape/non-finite-origin.js';
import type { AlarmLocation } from '../../training/types.js';
import type { ExactModel } from '../open-exact.js';
import { openStep, type StepRequest } from './open-step.js';

/** Where a number that is not finite was born: the place, and the operation with its operands in words. */
export interface Origin {
  readonly location: AlarmLocation;
  readonly words: string;
}

/** The origins of what is not finite in loss and in gradient; null where nothing is, or that cannot be found out. */
export interface Origins {
  readonly loss: Origin | null;
  readonly gradient: Origin | null;
}

/**
 * Runs loss and gradient of a step over again with every operation followed, and names the first in each that made NaN or
 * infinity out of finite numbers. Never throws.
 */
export async function traceOrigins(request: StepRequest): Promise<Origins> {
  const { point } = request;
  try {
    const { model, objective } = await openStep(request);
    return {
      loss: findIn(await attempt(() => objective.record(point)), model, 'loss'),
      gradient: findIn(await attempt(() => objective.recordGradient(point)), model, 'gradient'),
    };
  } catch {
    return { loss: null, gradient: null };
  }
}

/** What one of the functions uses may not be followed; the other may be. */
async function attempt(record: () => Promise<RecordedTape>): Promise<RecordedTape | null> {
  try {
    return await record();
  } catch {
    return null;
  }
}

function findIn(tape: RecordedTape | null, model: ExactModel, what: string): Origin | null {
  const origin = tape && findNonFiniteOrigin(tape);
  if (!origin) return null;
  const { location, text } = model.describe(origin.site);
  if (!location) return null;
  const operands = origin.operands.map(String).join(' and ');
  return { location: { ...location, text }, words: `in the ${what} \`${text}\` makes ${origin.value} of ${operands}` };
}
