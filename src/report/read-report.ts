import type { CheckReport } from '../check/report.js';
import { GradcheckError } from '../errors.js';

/** Numbers that JSON cannot hold, as the JSON reporter writes them. */
const WORDS: ReadonlySet<unknown> = new Set(['NaN', 'Infinity', '-Infinity']);

/** Keys of numbers: a name may be one of these words, too. */
const NUMBERS = new Set([
  'loss',
  'noise',
  'analytic',
  'numeric',
  'exact',
  'bound',
  'relativeError',
  'maxRelativeError',
  'detectionLimit',
  'absoluteDetectionLimit',
  'median',
  'worst',
  'rtol',
  'atol',
  'was',
  'now',
]);

/**
 * Reads what the reporters json and blob write.
 * @param file how messages call it
 * @throws GradcheckError `load` for what is no report of this version
 */
export function readReport(text: string, file: string): CheckReport {
  const refuse = (reason: string, cause?: unknown): never => {
    throw new GradcheckError('load', `${file} is no report of gradcheck: ${reason}`, {
      hint: 'reports to merge are written with --reporter blob=file (or json=file)',
      cause,
    });
  };
  const report = parse(text, refuse);
  if (typeof report !== 'object' || report === null) return refuse('it is no object');
  const { schemaVersion, models, summary } = report as Partial<CheckReport>;
  if (schemaVersion !== 1) return refuse(`schemaVersion is ${String(schemaVersion)}, where it should be 1`);
  if (!Array.isArray(models) || !models.every(isModel)) return refuse('its models are not those of a check');
  if (typeof summary?.exitCode !== 'number') return refuse('it has no summary');
  return report as CheckReport;
}

function parse(text: string, refuse: (reason: string, cause: unknown) => never): unknown {
  try {
    return JSON.parse(text, reviveNumber) as unknown;
  } catch (cause) {
    return refuse('it is not JSON', cause);
  }
}

function reviveNumber(this: unknown, key: string, value: unknown): unknown {
  if (NUMBERS.has(key) && WORDS.has(value)) return Number(value);
  return key === 'slopes' && Array.isArray(value)
    ? value.map((slope) => (WORDS.has(slope) ? Number(slope) : slope))
    : value;
}

/** As far as the reporters would fail without it. */
function isModel(model: unknown): boolean {
  const { name, file, verdict, points, diagnoses, warnings } = (model ?? {}) as Record<string, unknown>;
  return (
    [name, file, verdict].every((text) => typeof text === 'string') &&
    [points, diagnoses, warnings].every(Array.isArray)
  );
}
