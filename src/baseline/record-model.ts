import type { EntryReport, ModelReport, ParameterReport, PointReport } from '../check/report.js';
import type { FailureRecord, ModelRecord, ParameterRecord } from './types.js';

/** The point that records do not name. */
export const OWN_POINT = 'params';

/** Digits kept: further ones differ between machines, and would show as changes in version control. */
const ERROR_DIGITS = 3;
const LIMIT_DIGITS = 2;

/** Which model of a report or a baseline: its file, its name, and which of several of that name it is. */
export interface Identity {
  readonly file: string;
  readonly name: string;
  readonly occurrence?: number;
}

export function keyOf({ file, name, occurrence = 1 }: Identity): string {
  return JSON.stringify([file, name, occurrence]);
}

export function placeOf({ point = OWN_POINT, path }: { point?: string; path: string }): string {
  return JSON.stringify([point, path]);
}

/** What a baseline keeps of a model; null where it could not be checked, of which nothing is known. */
export function recordModel(model: ModelReport, identity: Identity): ModelRecord | null {
  if (model.error) return null;
  const mistakes = mistakesOf(model);
  const parameters = model.points.flatMap((point) =>
    point.parameters.filter(({ checked }) => checked > 0).map((parameter) => recordParameter(parameter, point)),
  );
  return {
    file: identity.file,
    name: identity.name,
    ...(identity.occurrence === undefined ? {} : { occurrence: identity.occurrence }),
    ...(mistakes.length > 0 ? { mistakes } : {}),
    parameters: parameters.sort(byPlace),
  };
}

/** Mistakes of a gradient as a whole, of which its entries tell nothing: it belongs to another loss, say. */
export function mistakesOf({ verdict, diagnoses, fail }: ModelReport): string[] {
  if (verdict !== 'fail') return [];
  const whole = diagnoses.filter(({ path }) => path === '').map(({ code }) => code);
  return whole.length > 0 ? [...new Set(whole)].sort() : fail > 0 ? [] : ['unknown'];
}

function recordParameter(parameter: ParameterReport, { name }: PointReport): ParameterRecord {
  const { path, detectionLimit, absoluteDetectionLimit = null, inconclusive, failed, failures } = parameter;
  const absolute = roundLimit(absoluteDetectionLimit);
  return {
    ...(name === OWN_POINT ? {} : { point: name }),
    path,
    detectionLimit: roundLimit(detectionLimit),
    ...(absolute === null ? {} : { absoluteDetectionLimit: absolute }),
    ...(inconclusive > 0 ? { undecided: inconclusive } : {}),
    ...(failed > 0 ? { failed, failures: failures.map(recordFailure).sort(byIndex) } : {}),
  };
}

function recordFailure({ index, relativeError }: EntryReport): FailureRecord {
  return { index, error: Number.isFinite(relativeError) ? roundUp(relativeError, ERROR_DIGITS) : null };
}

/** An infinite limit is none. */
function roundLimit(limit: number | null): number | null {
  return limit === null || !Number.isFinite(limit) ? null : roundUp(limit, LIMIT_DIGITS);
}

/** To a few significant digits, not below the value. */
function roundUp(value: number, digits: number): number {
  if (value === 0) return 0;
  const rounded = Number(value.toPrecision(digits));
  if (rounded >= value) return rounded;
  const unit = 10 ** (Math.floor(Math.log10(value)) - digits + 1);
  return Number((rounded + unit).toPrecision(digits));
}

/** The same order on every machine: by code units, not by language. */
export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function byPlace(a: ParameterRecord, b: ParameterRecord): number {
  return compareTexts(a.point ?? '', b.point ?? '') || compareTexts(a.path, b.path);
}

function byIndex(a: FailureRecord, b: FailureRecord): number {
  const differing = a.index.findIndex((position, i) => position !== b.index[i]);
  return differing < 0 ? 0 : a.index[differing] - b.index[differing];
}
