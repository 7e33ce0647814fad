import { findActivations } from '../../diagnose/tape/activation-slopes.js';
import { wordNumber } from '../../training/words.js';
import { openStep, type StepRequest } from './open-step.js';
import type { Origin } from './trace-origin.js';

/** More of a gradient than this, on average, is not what makes it vanish. */
const WEAK = 0.5;

/** The activation that lets least of the gradient through in a step; null where none weakens it. Never throws. */
export async function traceActivation(request: StepRequest): Promise<Origin | null> {
  try {
    const { model, objective } = await openStep(request);
    const [weakest] = findActivations(await objective.record(request.point));
    if (!weakest || weakest.mean > WEAK) return null;
    const { location, text } = model.describe(weakest.site);
    if (!location) return null;
    const share = Math.round(100 * weakest.saturated);
    const words = `\`${text}\` lets ${wordNumber(weakest.mean)} of a gradient through on average, and in ${share} % of its calls it is saturated (less than 0.01)`;
    return { location: { ...location, text }, words };
  } catch {
    return null;
  }
}
