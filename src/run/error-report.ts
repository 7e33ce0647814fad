import type { ModelError, ModelReport } from '../check/report.js';
import { GradcheckError } from '../errors.js';
import type { SourcePositions } from '../load/source-positions.js';

/** The report of a model that could not be checked. */
export function errorReport(name: string, file: string, error: ModelError, durationMs = 0): ModelReport {
  return {
    name,
    file,
    verdict: 'error',
    method: 'full',
    dtype: 'float64',
    loss: NaN,
    noise: NaN,
    error,
    parameters: 0,
    entries: 0,
    checked: 0,
    pass: 0,
    fail: 0,
    kink: 0,
    inconclusive: 0,
    lossEvaluations: 0,
    gradientEvaluations: 0,
    setupEvaluations: 0,
    durationMs,
    points: [],
    cause: 'none',
    causeReason: '',
    diagnoses: [],
    warnings: [],
  };
}

/** Anything thrown, as data: what, where in the user's files, and what to do next. */
export function toModelError(thrown: unknown, positions?: SourcePositions): ModelError {
  if (!(thrown instanceof GradcheckError)) {
    const described = positions?.describeError(thrown);
    return { code: 'internal', ...(described ?? { message: String(thrown) }) };
  }
  const { code, message, details } = thrown;
  const own: ModelError = { code, message, hint: details.hint, location: details.location, frame: details.frame };
  if (!('cause' in details) || !positions) return own;
  const { message: cause, ...place } = positions.describeError(details.cause);
  return { ...own, ...place, message: `${message}: ${cause}` };
}
