import type { EntryReport, ModelReport, ParameterReport, PointReport, Regression } from '../check/report.js';
import { mistakesOf, placeOf } from './record-model.js';
import type { FailureRecord, ModelRecord, ParameterRecord } from './types.js';

/** Estimates differ in their last digits between machines and seeds, and the errors with them. */
const ERROR_FACTOR = 1.01;
/** A detection limit moves more with them; beyond this, the check has become blinder. */
const LIMIT_FACTOR = 2;

/**
 * Marks what the baseline knows. A failing entry is known where the record has it with an error at least as large;
 * a model is known where all that is wrong or undecided in it is, and nothing is worse than recorded.
 */
export function compareModel(model: ModelReport, record: ModelRecord): ModelReport {
  if (model.error) return model;
  const records = new Map(record.parameters.map((parameter) => [placeOf(parameter), parameter]));
  const regressions: Regression[] = [];
  const points = model.points.map((point) => ({
    ...point,
    parameters: point.parameters.map((parameter) => {
      const recorded = records.get(placeOf({ point: point.name, path: parameter.path }));
      if (parameter.checked === 0 || !recorded) return parameter;
      const compared = markFailures(parameter, recorded);
      regressions.push(...compareParameter(compared, recorded, point.name));
      return compared;
    }),
  }));
  const isNew = mistakesOf(model).some((mistake) => !record.mistakes?.includes(mistake));
  const marked: ModelReport = { ...model, points, ...(regressions.length > 0 ? { regressions } : {}) };
  const isTroubled = model.verdict !== 'pass' || model.inconclusive > 0;
  const isKnown = isTroubled && !isNew && regressions.length === 0 && isAllKnown(points, records);
  return isKnown ? { ...marked, known: true } : marked;
}

function markFailures(parameter: ParameterReport, { failed = 0, failures = [] }: ParameterRecord): ParameterReport {
  if (parameter.failed === 0) return parameter;
  const records = new Map(failures.map((failure) => [failure.index.join(), failure]));
  const marked = parameter.failures.map((entry) => markEntry(entry, records.get(entry.index.join())));
  const told = marked.filter(({ known }) => known).length;
  // Of more failures than are listed, only the number is known.
  const unlisted = Math.min(parameter.failed - marked.length, failed - failures.length);
  return { ...parameter, failures: marked, known: told + Math.max(0, unlisted) };
}

function markEntry(entry: EntryReport, record: FailureRecord | undefined): EntryReport {
  return record && !isLarger(entry, record) ? { ...entry, known: true } : entry;
}

function isLarger({ relativeError }: EntryReport, { error }: FailureRecord): boolean {
  if (error === null) return false;
  return Number.isNaN(relativeError) || relativeError > ERROR_FACTOR * error;
}

function compareParameter(parameter: ParameterReport, record: ParameterRecord, point: string): Regression[] {
  const place = { point, path: parameter.path };
  const larger = parameter.failures.flatMap((entry): Regression[] => {
    const recorded = record.failures?.find(({ index }) => index.join() === entry.index.join());
    if (!recorded || entry.known) return [];
    return [{ kind: 'larger-error', ...place, index: entry.index, was: recorded.error, now: entry.relativeError }];
  });
  return [...larger, ...compareLimits(parameter, record, place)];
}

function compareLimits(
  { detectionLimit, absoluteDetectionLimit }: ParameterReport,
  record: ParameterRecord,
  place: { point: string; path: string },
): Regression[] {
  if (record.detectionLimit !== null)
    return compareLimit('detection-limit', record.detectionLimit, detectionLimit, place);
  if (detectionLimit !== null || record.absoluteDetectionLimit === undefined) return [];
  return compareLimit('absolute-limit', record.absoluteDetectionLimit, absoluteDetectionLimit, place);
}

/** An infinite limit is none. */
function compareLimit(
  kind: Regression['kind'],
  was: number,
  limit: number | null | undefined,
  place: { point: string; path: string },
): Regression[] {
  const now = typeof limit === 'number' && Number.isFinite(limit) ? limit : null;
  return now === null || now > LIMIT_FACTOR * was ? [{ kind, ...place, was, now }] : [];
}

/** Whether nothing fails, and nothing is undecided, beyond what is recorded. */
function isAllKnown(points: readonly PointReport[], records: ReadonlyMap<string, ParameterRecord>): boolean {
  return points.every(({ name, parameters }) =>
    parameters.every(({ path, failed, known = 0, inconclusive }) => {
      const { undecided = 0 } = records.get(placeOf({ point: name, path })) ?? {};
      return failed === known && inconclusive <= undecided;
    }),
  );
}
