import { checkPoint, type PointProblem } from '../check/check-point.js';
import type { Tolerance } from '../check/apply-tolerance.js';
import type { Dtype, ModelReport, PointReport, Diagnosis } from '../check/report.js';
import { findHiddenError } from '../check/low-precision.js';
import { findSpecialValues } from '../check/special-point.js';
import { countPoints, modelVerdict } from '../check/summarize.js';
import { GradcheckError } from '../errors.js';
import { readEntrySettings, type EntrySettings } from '../model/entry-settings.js';
import type { ModelDefinition } from '../model/model-definition.js';
import { Objective } from '../model/objective.js';
import { pathMatcher } from '../model/path.js';
import { findSharedStorage } from '../model/storage.js';
import { describeValue, readTree, type TreeLayout } from '../model/tree-layout.js';
import { createRandom, drive, ROUNDOFF_32, RULE, type NoiseLevel, type SeededRandom } from '../numdiff/index.js';
import { measureGradientNoise } from './measure-gradient-noise.js';
import { observeGradient, observeLateGradient } from './observe-gradient.js';
import { observeLoss } from './observe-loss.js';
import type { RunOptions } from './run-options.js';
import { conductWarnings } from './warnings.js';

/** Two losses that are computed in a different order agree to this. */
const LOSS_ROUNDING = 1e-9;

/**
 * Checks one model: reads its point, evaluates its loss and gradient, compares, and reports plain data.
 * Throws what keeps the check from being run; the caller makes it a report with verdict `error`.
 */
export async function checkModel(
  model: ModelDefinition,
  file: string,
  options: RunOptions,
  userRandom: SeededRandom,
): Promise<ModelReport> {
  const started = performance.now();
  const prepared = await prepare(model, options, userRandom);
  const { objective, layout, point, settings, dtype } = prepared;
  const loss = await objective.loss(point);
  if (!Number.isFinite(loss)) {
    throw new GradcheckError(
      'non-finite-loss',
      `the loss is ${loss} at the point given by params, so there is nothing to difference`,
      {
        hint: 'check at a point inside the domain of the loss',
      },
    );
  }
  const observed = await observeGradient(objective, layout, point, loss, settings, createRandom(options.seed));
  const tolerance = explicitTolerance(model, options);
  const lossAccuracy = options.lossAccuracy ?? lossAccuracyOf(model) ?? 0;
  const { alternative } = observed;
  const other = await compareWithLossAndGradient(objective, point, loss, observed.claimed);
  const claims = [
    { name: 'params', claimed: observed.claimed },
    ...(alternative ? [{ name: 'params (another call)', claimed: alternative }] : []),
    ...(other.gradient ? [{ name: 'params (lossAndGradient)', claimed: other.gradient }] : []),
  ];
  const points: PointReport[] = [];
  let coarse = 0;
  let setupEvaluations = 0;
  let changesLate = false;
  let noise: NoiseLevel | undefined;
  for (const { name, claimed } of claims) {
    const measured = await measureGradientNoise(
      objective,
      layout,
      point,
      claimed,
      settings,
      createRandom(options.seed),
    );
    const problem: PointProblem = {
      layout,
      point,
      loss,
      claimed,
      claimNoise: largerOf(observed.spread, measured),
      lossAccuracy,
      ...settings,
      selects: options.only === undefined ? undefined : selector(options.only, layout),
      declaredFloat32: (options.dtype ?? model.dtype) === 'float32',
      random: createRandom(options.seed),
      rule: RULE,
      tolerance,
      steps: options.steps,
    };
    const result = await drive(checkPoint(problem), objective.lossAt);
    points.push({ name, loss, parameters: result.parameters });
    coarse += result.coarse;
    setupEvaluations += result.setupEvaluations;
    noise ??= result.noise;
    // Another call's numbers are looked at only while those of the first pass.
    if (countPoints(points).fail > 0) break;
    if (claims.length === points.length && observed.habit === 'pure' && !changesLate) {
      const late = await observeLateGradient(objective, point, observed.claimed);
      changesLate = late !== null;
      if (late) claims.push({ name: 'params (after the check)', claimed: late });
    }
  }
  const lossAtEnd = await objective.loss(point);
  const isRepeatable = noise!.deterministic && [observed.lossAgain, lossAtEnd].every((value) => Object.is(value, loss));
  const lossHabit = isRepeatable
    ? 'pure'
    : await observeLoss(objective, layout, point, settings, createRandom(options.seed));
  // Arithmetic in float32 shows in the values of the loss, also where no leaf tells of it.
  const measuredDtype = noise!.roundoff === ROUNDOFF_32 ? 'float32' : dtype;
  const counts = countPoints(points);
  const verdict = modelVerdict(points, coarse);
  if (counts.inconclusive === counts.checked && objective.conduct.thrown > 0 && verdict === 'inconclusive') {
    throw new GradcheckError('user-error', 'loss threw at every point near params', {
      cause: objective.conduct.firstThrown,
    });
  }
  const breaksPromise = ['accumulates', 'stale', 'follows-loss'].includes(observed.habit);
  return {
    name: model.name,
    file,
    verdict: other.diagnoses.length > 0 || breaksPromise ? 'fail' : verdict,
    method: 'full',
    dtype: measuredDtype,
    loss,
    noise: noise!.sigma,
    parameters: layout.leaves.length,
    ...counts,
    lossEvaluations: objective.lossEvaluations,
    gradientEvaluations: objective.gradientEvaluations,
    setupEvaluations,
    durationMs: performance.now() - started,
    points,
    cause: 'none',
    causeReason: '',
    diagnoses: other.diagnoses,
    warnings: conductWarnings({
      conduct: objective.conduct,
      observed,
      noise: noise!,
      loss,
      lossAtEnd,
      lossHabit,
      changesLate,
      hidden: findHiddenError({
        layout,
        point,
        claimed: observed.claimed,
        noiseBound: Math.max(noise!.bound, lossAccuracy * Math.abs(loss)),
        parameters: points[0].parameters,
      }),
      dtype: measuredDtype,
      lossAccuracy,
      sharedParams: prepared.sharedParams,
      points,
      special: findSpecialValues({ layout, point, claimed: observed.claimed, ...settings }),
      tolerance,
    }),
    ...(tolerance ? { tolerance } : {}),
    ...(options.average !== undefined && options.average > 1 ? { averaged: options.average } : {}),
  };
}

function largerOf(a: Float64Array | undefined, b: Float64Array | null): Float64Array | undefined {
  if (!a || !b) return a ?? b ?? undefined;
  return a.map((value, i) => Math.max(value, b[i]));
}

function lossAccuracyOf({ lossAccuracy }: ModelDefinition): number | undefined {
  if (lossAccuracy === undefined) return undefined;
  if (typeof lossAccuracy === 'number' && lossAccuracy >= 0 && lossAccuracy < 1) return lossAccuracy;
  throw new GradcheckError(
    'bad-model',
    `lossAccuracy should be a number from 0 to 1, found ${describeValue(lossAccuracy)}`,
    {
      hint: 'it is the relative accuracy of the loss, for example the tolerance of an inner solver: 1e-8',
    },
  );
}

interface Prepared {
  readonly objective: Objective;
  readonly layout: TreeLayout;
  readonly point: Float64Array;
  readonly settings: EntrySettings;
  readonly dtype: Dtype;
  /** Two parameters that share memory. */
  readonly sharedParams: [string, string] | null;
}

async function prepare(model: ModelDefinition, options: RunOptions, userRandom: SeededRandom): Promise<Prepared> {
  const params = await callIfFunction(model.params, 'params');
  const data = await callIfFunction(model.data, 'data');
  const { layout, values: point } = readTree(params);
  const settings = readEntrySettings(layout, model);
  refuseOutside(layout, point, settings);
  const objective = new Objective(model, layout, point, data, settings.frozen, userRandom.restart, options.average);
  const declared = options.dtype ?? model.dtype;
  if (declared !== undefined && declared !== 'float64' && declared !== 'float32') {
    throw new GradcheckError('bad-model', `dtype should be 'float64' or 'float32', found ${describeValue(declared)}`);
  }
  const dtype = declared ?? (layout.leaves.some((leaf) => leaf.storage === 'float32') ? 'float32' : 'float64');
  return { objective, layout, point, settings, dtype, sharedParams: findSharedStorage(params) };
}

async function callIfFunction(value: unknown, name: string): Promise<unknown> {
  if (typeof value !== 'function') return value;
  try {
    return await (value as () => unknown)();
  } catch (error) {
    throw new GradcheckError('user-error', `${name}() threw`, { cause: error });
  }
}

function refuseOutside(layout: TreeLayout, point: Float64Array, { lower, upper }: EntrySettings): void {
  for (const leaf of layout.leaves) {
    for (let i = leaf.offset; i < leaf.offset + leaf.size; i++) {
      if (point[i] >= (lower?.[i] ?? -Infinity) && point[i] <= (upper?.[i] ?? Infinity)) continue;
      throw new GradcheckError(
        'bad-params',
        `${leaf.path} is ${point[i]}, outside its bounds [${lower?.[i]}, ${upper?.[i]}]`,
        {
          hint: 'move the point inside, or correct `bounds`',
        },
      );
    }
  }
}

function selector(glob: string, layout: TreeLayout): (path: string) => boolean {
  const matches = pathMatcher(glob);
  if (!layout.leaves.some((leaf) => matches(leaf.path))) {
    throw new GradcheckError('usage', `--only ${glob} matches no parameter`, {
      hint: `the parameters are ${layout.leaves
        .slice(0, 12)
        .map((leaf) => leaf.path)
        .join(', ')}${layout.leaves.length > 12 ? ', …' : ''}`,
    });
  }
  return matches;
}

function explicitTolerance(model: ModelDefinition, options: RunOptions): Tolerance | undefined {
  if (options.rtol !== undefined || options.atol !== undefined)
    return { rtol: options.rtol ?? 0, atol: options.atol ?? 0 };
  if (model.tolerance === undefined) return undefined;
  const { rtol = 0, atol = 0 } = (
    typeof model.tolerance === 'object' && model.tolerance !== null ? model.tolerance : {}
  ) as { rtol?: unknown; atol?: unknown };
  if (
    typeof rtol !== 'number' ||
    typeof atol !== 'number' ||
    !(rtol >= 0) ||
    !(atol >= 0) ||
    typeof model.tolerance !== 'object'
  ) {
    throw new GradcheckError(
      'bad-model',
      `tolerance should be { rtol?, atol? } with numbers ≥ 0, found ${describeValue(model.tolerance)}`,
    );
  }
  return { rtol, atol };
}

/**
 * Where `lossAndGradient` stands beside `loss` its loss must agree, to the last bits; where it stands beside `gradient`
 * its gradient is returned if it differs by more than rounding, to be checked as well.
 */
async function compareWithLossAndGradient(
  objective: Objective,
  point: Float64Array,
  loss: number,
  claimed: Float64Array,
): Promise<{ diagnoses: Diagnosis[]; gradient?: Float64Array }> {
  if (!objective.hasSeparateLosses) return { diagnoses: [] };
  const other = await objective.lossAndGradient(point);
  const isFar = other.gradient.some((value, i) => !(Math.abs(value - claimed[i]) <= 1e-12 * Math.abs(claimed[i])));
  const gradient = objective.hasSeparateGradients && isFar ? other.gradient : undefined;
  if (Math.abs(other.loss - loss) <= LOSS_ROUNDING * Math.max(Math.abs(loss), Math.abs(other.loss)))
    return { diagnoses: [], gradient };
  const message = `lossAndGradient returns the loss ${other.loss}, loss returns ${loss}: they differ, so the gradient may be right for another loss than the one that is checked`;
  return { diagnoses: [{ code: 'loss-mismatch', path: '', message, evidence: 'exact' }], gradient };
}
