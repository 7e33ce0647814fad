import type { ModelReport, ModelVerdict, PointReport, Warning } from '../check/report.js';
import { countPoints, hasFailure, modelVerdict } from '../check/summarize.js';
import type { ModelDefinition } from '../model/model-definition.js';
import { exportAs } from '../model/write-tree.js';
import { ROUNDOFF_32, type NoiseLevel } from '../numdiff/index.js';
import type { ClaimsResult } from './check-claims.js';
import { checkFurtherPoints } from './check-further-points.js';
import { checkOwnPoint, type OwnPointResult } from './check-own-point.js';
import type { SecondResult } from './second-request.js';
import type { diagnoseSecond } from './diagnose-second.js';
import type { diagnoseModel, ExactSource, Explanation } from './diagnose-model.js';
import { listPoints } from './list-points.js';
import { noticeConduct } from './notice-conduct.js';
import { prepareModel, type PreparedModel } from './prepare-model.js';
import type { GradientHabit } from './observe-calls.js';
import type { ExactAccess } from './open-exact.js';
import type { ExperimentRunner } from './open-experiments.js';
import type { ProgressTeller } from './progress-teller.js';
import { shrinkFirstFailure } from './shrink-failure.js';
import type { TaskContext } from './task.js';
import type { EntrySpreader } from './spread/spread-entries.js';
import { TimeBudget } from './time-budget.js';
import { conductWarnings } from './warnings.js';

/** Habits of a gradient that make it wrong whatever its numbers at the point. */
const BROKEN_PROMISES: ReadonlySet<GradientHabit> = new Set(['accumulates', 'stale', 'follows-loss']);

/** What a check takes from who runs it. */
export interface CheckContext extends Omit<TaskContext, 'tellPart'> {
  /** Told what is found, as it is found. */
  readonly progress?: ProgressTeller;
}

/**
 * Checks one model: reads its points, evaluates its loss and gradient, compares, and reports plain data.
 * Throws what keeps the check from being run; the caller makes it a report with verdict `error`.
 */
export async function checkModel(model: ModelDefinition, context: CheckContext): Promise<ModelReport> {
  const spreader = await openSpreader(context);
  try {
    return await checkWith(model, context, spreader);
  } finally {
    spreader?.stop();
  }
}

async function openSpreader({ modelText, options }: CheckContext): Promise<EntrySpreader | undefined> {
  if (!modelText || options.workers === 1) return undefined;
  const { EntrySpreader } = await import('./spread/spread-entries.js');
  return new EntrySpreader(modelText, options);
}

async function checkWith(
  model: ModelDefinition,
  context: CheckContext,
  spreader: EntrySpreader | undefined,
): Promise<ModelReport> {
  const started = performance.now();
  const { options, userRandom, progress } = context;
  const budget = options.timeBudget === undefined ? undefined : new TimeBudget(started, options.timeBudget);
  const prepared = {
    ...(await withReferences(await prepareModel(model, options, userRandom), context)),
    progress,
    spreader,
    mayGoOn: budget && (() => budget.lasts()),
  };
  progress?.begin(prepared);
  const { layout, settings, point, objective } = prepared;
  const domain = { layout, settings, base: point };
  const listed = await listPoints(model.points, domain, options, userRandom);
  const own = await checkOwnPoint(prepared);
  const second = await checkSecond(model, prepared, own, userRandom);
  const further = await checkFurtherPoints(prepared, listed, own.observed.spread !== undefined);
  // A gradient that depends on the calls before it fails, or not, whatever the point.
  const canShrink = own.observed.habit === 'pure' && !budget?.isUp;
  const writeParams = model.writeParams ?? exportAs(options.names.params);
  const shrunk = canShrink ? await shrinkFirstFailure(prepared, further.checked, writeParams) : undefined;
  const atOwn = [...own.points, ...second.map((claim) => claim.point)];
  const points = [...atOwn, ...further.checked.flatMap((at) => at.points)].map((at) =>
    at === shrunk?.of ? { ...at, shrunk: shrunk.to } : at,
  );
  // Where gradcheck went by itself, to where a loss saturates, undecided entries say nothing of the gradient.
  const named: ClaimsResult[] = [own, ...further.checked.filter(({ isGiven }) => isGiven)];
  const mismatches = [own, ...second, ...further.checked].flatMap(({ mismatch }) => mismatch ?? []);
  const isWrong = mismatches.length > 0 || BROKEN_PROMISES.has(own.observed.habit) || hasFailure(points);
  const error = further.error === undefined ? undefined : context.describeError(further.error);
  const verdict = isWrong ? 'fail' : error ? 'error' : decide([...named, ...second.map(asClaims)]);
  const noticed = await noticeConduct(
    prepared,
    own,
    named.flatMap((at) => at.points),
  );
  // Where other points were checked as well, the advice to do so has been followed.
  const ofOwn = conductWarnings({ ...noticed, special: further.checked.length > 0 ? [] : noticed.special });
  const warnings = [...ofOwn, ...second.flatMap((claim) => claim.warnings)];
  const failing = [own, ...further.checked].find((at) => hasFailure(at.points));
  const failingSecond = failing ? undefined : second.find(({ point, mismatch }) => mismatch || hasFailure([point]));
  const { examined } = failing ?? failingSecond ?? own;
  const { data } = prepared;
  // Arithmetic in float32 shows in the values of the loss, also where no leaf tells of it.
  const dtype = own.noise.roundoff === ROUNDOFF_32 ? 'float32' : prepared.dtype;
  const { habit, changing, keptShare } = own.observed;
  // Right at params, wrong elsewhere.
  const rightAt = failing && failing !== own ? point : undefined;
  const experiments = failingSecond
    ? undefined
    : await openExperimentsFor(verdict, prepared, own.noise, options.diagnose);
  const known = mismatches.slice(0, 1);
  await context.endTurn?.();
  const { cause, causeReason, diagnoses, refusal } = await explain(
    { ...examined, verdict, points, habit, dtype, data, warnings, known, experiments, rightAt, changing, keptShare },
    {
      asked: options.diagnose,
      // The source of the loss says nothing of how its second derivatives were written.
      exact: failingSecond ? undefined : exactSource(context, prepared, examined.problem.point),
      found: failingSecond && (options.diagnose ?? true) ? await explainSecond(failingSecond, prepared) : undefined,
    },
  );
  const refused = refusal ?? prepared.references?.refusal;
  const truncated = whyTruncated(points, budget);
  return {
    name: model.name,
    file: context.file,
    verdict,
    method: own.examined.result.method,
    ...(prepared.references?.isTrusted ? { reference: prepared.references.mode } : {}),
    dtype,
    loss: own.loss,
    noise: own.noise.sigma,
    ...(error ? { error } : {}),
    parameters: layout.leaves.length,
    ...countPoints(points),
    lossEvaluations: objective.lossEvaluations,
    gradientEvaluations: objective.gradientEvaluations,
    setupEvaluations: total([own, ...further.checked], 'setupEvaluations'),
    durationMs: performance.now() - started,
    points,
    ...(further.skipped.length > 0 ? { skippedPoints: further.skipped } : {}),
    ...(truncated && verdict === 'inconclusive' ? STOPPED[truncated] : { cause, causeReason }),
    diagnoses,
    warnings: refused ? [...warnings, notInstrumentable(refused)] : warnings,
    ...(prepared.judging.tolerance ? { tolerance: prepared.judging.tolerance } : {}),
    ...(truncated ? { truncated } : {}),
    ...(options.average !== undefined && options.average > 1 ? { averaged: options.average } : {}),
  };
}

/** The exports `hessian` and `hvp`, once the gradient is right: their differences are of that. */
async function checkSecond(
  model: ModelDefinition,
  prepared: PreparedModel,
  { points, observed, loss, noise, mismatch }: OwnPointResult,
  userRandom: TaskContext['userRandom'],
): Promise<SecondResult[]> {
  if (model.hessian === undefined && model.hvp === undefined) return [];
  if (hasFailure(points) || mismatch || BROKEN_PROMISES.has(observed.habit)) return [];
  const { checkSecondDerivatives } = await import('./check-second-derivatives.js');
  return checkSecondDerivatives({ model, prepared, userRandom, loss, noise });
}

function asClaims({ point, coarse, examined }: SecondResult): ClaimsResult {
  return { points: [point], coarse, setupEvaluations: 0, noise: examined.result.noise, examined };
}

/** Exact gradients where they are asked for, or where there are too many entries for differences. */
async function withReferences(
  prepared: PreparedModel,
  { options: { seed }, loadExact, userRandom }: CheckContext,
): Promise<PreparedModel> {
  const { reference } = prepared.method;
  if (reference === 'fd' || !loadExact) return prepared;
  const { ExactReferences } = await import('./exact-references.js');
  return { ...prepared, references: new ExactReferences(reference, { loadExact, userRandom, seed }) };
}

const STOPPED = {
  'time-budget': {
    cause: 'none',
    causeReason: 'the time of --time-budget was up before every parameter could be looked at',
  },
  'max-evaluations': {
    cause: 'none',
    causeReason: 'the evaluations of --max-evaluations were used up before every parameter could be looked at',
  },
} as const;

/** What stopped a check before it was through. */
function whyTruncated(points: readonly PointReport[], budget: TimeBudget | undefined): ModelReport['truncated'] {
  if (budget?.isUp) return 'time-budget';
  const isReached = points.every(({ parameters }) => parameters.every(({ skipped }) => skipped !== 'not-reached'));
  return isReached ? undefined : 'max-evaluations';
}

const NOTHING_TO_EXPLAIN: Explanation = { cause: 'none', causeReason: '', diagnoses: [] };

/** What explains a failure or a warning is loaded where there is something to explain. */
async function explain(...[examined, how]: Parameters<typeof diagnoseModel>): Promise<Explanation> {
  if (examined.verdict === 'pass' && examined.warnings.length === 0) return NOTHING_TO_EXPLAIN;
  return (await import('./diagnose-model.js')).diagnoseModel(examined, how);
}

async function explainSecond(
  ...[claim, prepared]: Parameters<typeof diagnoseSecond>
): ReturnType<typeof diagnoseSecond> {
  return (await import('./diagnose-second.js')).diagnoseSecond(claim, prepared);
}

/** More evaluations where there is a mistake to be found. */
async function openExperimentsFor(
  verdict: ModelVerdict,
  prepared: PreparedModel,
  noise: NoiseLevel,
  asked = true,
): Promise<ExperimentRunner | undefined> {
  if (verdict !== 'fail' || !asked) return undefined;
  return (await import('./open-experiments.js')).openExperiments(prepared, noise);
}

function exactSource(
  { loadExact, userRandom, options }: CheckContext,
  { objective }: PreparedModel,
  point: Float64Array,
): ExactSource | undefined {
  return loadExact && { loadExact, lossAt: objective.lossAround(point), userRandom, seed: options.seed };
}

/** Told, because it limits what a diagnosis can say; the verdict does not rest on it. */
function notInstrumentable({ reason }: ExactAccess & { kind: 'refused' }): Warning {
  return { code: 'not-instrumentable', message: `the loss could not be followed line by line: ${reason}` };
}

function decide(results: readonly ClaimsResult[]): Exclude<ModelVerdict, 'error'> {
  return modelVerdict(
    results.flatMap(({ points }) => points),
    total(results, 'coarse'),
  );
}

function total(results: readonly ClaimsResult[], key: 'coarse' | 'setupEvaluations'): number {
  return results.reduce((sum, result) => sum + result[key], 0);
}
