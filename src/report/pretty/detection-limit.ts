import type { ParameterReport } from '../../check/report.js';
import { formatNumber } from '../../terminal/number-format.js';
import { printable } from '../../terminal/sanitize.js';

/** How small an error the check would have seen, in words; one sentence a kind of limit. */
export function describeDetectionLimit(parameters: readonly ParameterReport[]): string[] {
  // What shows along directions is another thing, told by itself.
  const checked = parameters.filter(({ coverage }) => coverage.full > 0 && coverage.directional === 0);
  const relative = checked.filter(({ detectionLimit }) => isLimit(detectionLimit));
  const absolute = checked.filter(
    ({ detectionLimit, absoluteDetectionLimit }) => detectionLimit === null && isLimit(absoluteDetectionLimit),
  );
  const blind = checked.filter((parameter) => !relative.includes(parameter) && !absolute.includes(parameter));
  return [...describeRelative(relative), ...describeAbsolute(absolute), ...describeBlind(blind)];
}

function isLimit(limit: number | null | undefined): limit is number {
  return typeof limit === 'number' && Number.isFinite(limit);
}

function describeRelative(parameters: readonly ParameterReport[]): string[] {
  if (parameters.length === 0) return [];
  const weakest = findLargest(parameters, ({ detectionLimit }) => detectionLimit as number);
  const limit = formatNumber(weakest.detectionLimit as number, 1);
  const isUniform = parameters.every(({ detectionLimit }) => detectionLimit === weakest.detectionLimit);
  const where = isUniform ? '' : ` (in ${printable(weakest.path)}; smaller ones elsewhere)`;
  return [`Errors above ${limit} of an entry would have been seen${where}.`];
}

function describeAbsolute(parameters: readonly ParameterReport[]): string[] {
  if (parameters.length === 0) return [];
  const weakest = findLargest(parameters, ({ absoluteDetectionLimit }) => absoluteDetectionLimit as number);
  const limit = formatNumber(weakest.absoluteDetectionLimit as number, 1);
  return [
    `Where the gradient is below the noise (${listPaths(parameters)}), absolute errors above ${limit} would have been seen.`,
  ];
}

function describeBlind(parameters: readonly ParameterReport[]): string[] {
  if (parameters.length === 0) return [];
  return [`No error at all can be ruled out in ${listPaths(parameters)}.`];
}

function listPaths(parameters: readonly ParameterReport[]): string {
  const paths = parameters.slice(0, 3).map(({ path }) => printable(path));
  const rest = parameters.length - paths.length;
  return paths.join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}

function findLargest<T>(items: readonly T[], measure: (item: T) => number): T {
  return items.reduce((largest, item) => (measure(item) > measure(largest) ? item : largest));
}
