import type { ModelReport, ParameterReport, StaleRecord } from '../check/report.js';
import { mistakesOf, OWN_POINT } from './record-model.js';
import type { ModelRecord, ParameterRecord } from './types.js';

/** What a record has and the model has no more: parameters, failures, undecided entries, mistakes of the whole. */
export function findStale(model: ModelReport, record: ModelRecord): StaleRecord[] {
  if (model.error) return [];
  const identity = { file: model.file, model: model.name };
  const found = mistakesOf(model);
  const isMistaken = record.mistakes?.some((mistake) => !found.includes(mistake)) ?? false;
  const places = record.parameters.flatMap((parameter) => findInParameter(parameter, model));
  return [...(isMistaken ? [identity] : []), ...places.map((place) => ({ ...identity, ...place }))];
}

type Place = Pick<StaleRecord, 'point' | 'path' | 'index'>;

/** Points that this run did not look at say nothing, and neither do entries that it did not check. */
function findInParameter(record: ParameterRecord, { points }: ModelReport): Place[] {
  const point = points.find(({ name }) => name === (record.point ?? OWN_POINT));
  if (!point) return [];
  const place: Place = { ...(record.point === undefined ? {} : { point: record.point }), path: record.path };
  const parameter = point.parameters.find(({ path }) => path === record.path);
  if (!parameter) return [place];
  if (parameter.checked < parameter.size) return [];
  const isDecided = record.undecided !== undefined && parameter.inconclusive === 0;
  const mended = findMendedEntries(record, parameter).map((index) => ({ ...place, index }));
  return [...(isDecided ? [place] : []), ...mended];
}

function findMendedEntries({ failures = [] }: ParameterRecord, { failed, failures: now }: ParameterReport): number[][] {
  // Not all of the failures are listed: those that are missing may be among the rest.
  if (failed > now.length) return [];
  const failing = new Set(now.map(({ index }) => index.join()));
  return failures.filter(({ index }) => !failing.has(index.join())).map(({ index }) => [...index]);
}
