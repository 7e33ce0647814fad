import { movingScales } from '../check/check-point.js';
import { float32Test } from '../check/point-entries.js';
import type { PointProblem } from '../check/point-problem.js';
import { EntryTable } from '../check/entry-table.js';
import type { ParameterReport } from '../check/report.js';
import { matrixLayout, type SecondSetting } from '../check/second-entries.js';
import { typicalSize } from '../check/typical-sizes.js';
import type { Leaf } from '../model/tree-layout.js';
import { RULE, type NoiseLevel } from '../numdiff/index.js';
import type { Examined } from './check-claims.js';
import { measureNoiseOf, type GradientAt } from './gradient-source.js';
import type { PreparedModel } from './prepare-model.js';
import { problemAt } from './problem-at.js';

/** What checks of second derivatives start from: the gradient at `params`, and how noisy it is. */
export async function openSecond(
  prepared: PreparedModel,
  gradientAt: GradientAt,
  { loss, noise }: { readonly loss: number; readonly noise: NoiseLevel },
): Promise<SecondSetting> {
  const { layout, point, settings } = prepared;
  const problem = problemAt(prepared, point, loss);
  return {
    size: layout.size,
    point,
    gradient: await gradientAt(point),
    gradientNoise: await measureNoiseOf(gradientAt, prepared, point, noise.roundoff),
    scales: movingScales(problem),
    typicalScale: typicalSize(point),
    noise,
    lower: settings.lower,
    upper: settings.upper,
    isFloat32: float32Test(problem),
    rule: RULE,
  };
}

/** What was found of one claim about second derivatives, for who looks for patterns in it: a parameter by itself. */
export function examineLeaf(
  prepared: PreparedModel,
  { loss, noise }: { readonly loss: number; readonly noise: NoiseLevel },
  leaf: Leaf,
  found: { readonly claimed: Float64Array; readonly entries: EntryTable; readonly parameters: ParameterReport[] },
): Examined {
  const { claimed, entries, parameters } = found;
  const problem: PointProblem = {
    ...problemAt(prepared, prepared.point, loss),
    layout: matrixLayout(leaf),
    point: new Float64Array(leaf.size),
    claimed,
    lower: undefined,
    upper: undefined,
    frozen: new Set(),
  };
  return { problem, result: { method: 'full', noise, setupEvaluations: 0, parameters, coarse: 0, entries } };
}
