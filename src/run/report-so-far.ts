import { ParameterTally } from '../check/parameter-tally.js';
import type { ModelReport, ParameterReport, PointReport } from '../check/report.js';
import { countPoints, hasFailure } from '../check/summarize.js';
import type { Leaf } from '../model/tree-layout.js';
import { RULE } from '../numdiff/constants.js';
import type { FoundSoFar, ProgressPart } from './progress-part.js';

/**
 * The report of a model whose check did not come to its end, with what it told until then: wrong where a mismatch was
 * found, whatever ended the check afterwards.
 */
export function reportSoFar(failed: ModelReport, parts: readonly ProgressPart[]): ModelReport {
  const begun = parts.find((part) => part.kind === 'begun');
  const found = parts.filter((part) => part.kind === 'found');
  const latest = found.at(-1);
  if (!begun) return failed;
  const { method } = latest ?? begun;
  if (!latest) return { ...failed, method };
  const { noise, lossEvaluations, gradientEvaluations } = latest;
  const points = joinPoints(found, begun.leaves);
  const counts = countPoints(points);
  return {
    ...failed,
    method,
    verdict: hasFailure(points) ? 'fail' : 'error',
    dtype: begun.dtype,
    loss: points[0].loss,
    noise,
    parameters: begun.leaves.length,
    ...counts,
    lossEvaluations,
    gradientEvaluations,
    points,
  };
}

/** Of a parameter that was told several times the last counts; one that was not, was not reached. */
function joinPoints(found: readonly FoundSoFar[], leaves: readonly Leaf[]): PointReport[] {
  const points = new Map<string, { loss: number; parameters: Map<string, ParameterReport> }>();
  for (const { point, loss, parameters } of found) {
    const known = points.get(point) ?? { loss, parameters: new Map<string, ParameterReport>() };
    for (const parameter of parameters) known.parameters.set(parameter.path, parameter);
    points.set(point, known);
  }
  return [...points].map(([name, { loss, parameters }]) => ({
    name,
    loss,
    parameters: leaves.map((leaf) => parameters.get(leaf.path) ?? new ParameterTally(leaf, RULE).report()),
  }));
}
