import type {
  Curvature,
  ExportCheck,
  ExportChecks,
  GradientStanding,
  HessianModel,
  NamedEntry,
} from '../check/hessian-report.js';
import type { EntryReport, ModelReport, ModelVerdict } from '../check/report.js';
import { countPoints, modelVerdict } from '../check/summarize.js';
import type { ModelDefinition } from '../model/model-definition.js';
import { nameFlatEntry } from '../model/name-flat-entry.js';
import type { TreeLayout } from '../model/tree-layout.js';
import { checkModel } from './check-model.js';
import { activeEntries, checkSecondDerivatives } from './check-second-derivatives.js';
import type { SecondResult } from './second-request.js';
import { openSetting, type CurvatureSetting } from './curvature-setting.js';
import { findDenseSpectrum } from './dense-spectrum.js';
import { diagnoseSecond } from './diagnose-second.js';
import { measureTaylor } from './measure-taylor.js';
import { noticeLoss } from './notice-loss.js';
import { openHessian, type HessianAccess } from './open-hessian.js';
import { prepareModel } from './prepare-model.js';
import type { TaskContext } from './task.js';

/** Advice to check the gradient at other points; the curvature is that of this one. */
const OF_OTHER_POINTS = 'special-point';

/** More rows than this are not looked at whole. */
const MOST_DENSE = 500;

/**
 * Looks at the curvature of a model's loss at `params`. Its gradient is checked first: a Hessian from a wrong gradient looks
 * right. Then the exports `hessian` and `hvp` are held against differences of the gradient.
 * @throws GradcheckError for what keeps it from being done
 */
export async function analyseModel(definition: ModelDefinition, context: TaskContext): Promise<HessianModel> {
  const { options, userRandom, file } = context;
  const hasGradient = definition.gradient !== undefined || definition.lossAndGradient !== undefined;
  const checked = hasGradient ? await checkGradient(definition, context) : null;
  const prepared = await prepareModel(definition, options, userRandom);
  const known = { name: definition.name, file, gradient: checked && describeGradient(checked) };
  const warnings = (checked?.warnings ?? []).filter(({ code }) => code !== OF_OTHER_POINTS);
  if (checked?.verdict === 'fail') {
    const hessian: Curvature = { size: activeEntries(prepared).length, verdict: null, check: {} };
    return { ...known, verdict: 'fail', hessian, diagnoses: checked.diagnoses, warnings };
  }
  if (checked?.error) return { ...known, verdict: 'error', error: checked.error, diagnoses: [], warnings };
  const setting = await openSetting(prepared);
  const access = await openHessian(setting, context, hasGradient);
  const claims = await checkExports(definition, setting, access, context);
  const { verdict, spectrum } = await findSpectrum(setting, access);
  const taylor = await measureTaylor(setting, access, claims[0]?.claimed);
  const hessian: Curvature = {
    size: setting.domain.active.length,
    verdict,
    check: {
      ...Object.fromEntries(claims.map((claim) => [claim.name, describeClaim(claim, prepared.layout)])),
      taylor,
    } as ExportChecks,
    // Of all that was done, the check of the gradient among it.
    spectrum: {
      ...spectrum,
      lossEvaluations: prepared.objective.lossEvaluations + (checked?.lossEvaluations ?? 0),
      gradientEvaluations: prepared.objective.gradientEvaluations + (checked?.gradientEvaluations ?? 0),
    },
  };
  // Without a gradient the loss is all there is: noise that hides every eigenvalue leaves nothing decided.
  const isHidden = !setting.noise.deterministic && spectrum.zero === setting.domain.active.length;
  const verdicts = [checked?.verdict, ...claims.map(verdictOf), isHidden ? ('inconclusive' as const) : undefined];
  return {
    ...known,
    verdict: worstOf(verdicts),
    hessian,
    diagnoses: await diagnoseExports(claims, setting, options.diagnose ?? true),
    warnings: [...(checked ? warnings : await noticeLoss(setting)), ...claims.flatMap((claim) => claim.warnings)],
  };
}

/** At its own point alone, and without the second derivatives, which come later. */
function checkGradient(definition: ModelDefinition, context: TaskContext): Promise<ModelReport> {
  const { points: _points, edgeCases: _edgeCases, ...options } = context.options;
  return checkModel({ ...definition, points: undefined, hessian: undefined, hvp: undefined }, { ...context, options });
}

function describeGradient({ verdict, checked, fail, points }: ModelReport): GradientStanding {
  const worst = points
    .flatMap(({ parameters }) => parameters)
    .flatMap(({ path, worst: entry }): (EntryReport & { path: string })[] => (entry ? [{ ...entry, path }] : []))
    .find((entry) => entry.verdict === 'fail');
  return { verdict: verdict === 'error' ? 'inconclusive' : verdict, checked, fail, ...(worst ? { worst } : {}) };
}

async function checkExports(
  model: ModelDefinition,
  { prepared, loss, noise }: CurvatureSetting,
  { gradientAt }: HessianAccess,
  { userRandom }: TaskContext,
): Promise<SecondResult[]> {
  if (model.hessian === undefined && model.hvp === undefined) return [];
  return checkSecondDerivatives({ model, prepared, userRandom, loss, noise, gradientAt });
}

async function findSpectrum(setting: CurvatureSetting, access: HessianAccess) {
  const products = setting.domain.active.length > MOST_DENSE ? await access.products?.() : undefined;
  if (!products) return findDenseSpectrum(setting, access);
  const { findLanczosSpectrum } = await import('./lanczos-spectrum.js');
  return findLanczosSpectrum(setting, access, products);
}

function verdictOf({ point, coarse, mismatch }: SecondResult): Exclude<ModelVerdict, 'error'> {
  return mismatch ? 'fail' : modelVerdict([point], coarse);
}

const WORST_FIRST: readonly ModelVerdict[] = ['fail', 'error', 'inconclusive', 'pass'];

function worstOf(verdicts: readonly (ModelVerdict | undefined)[]): ModelVerdict {
  return WORST_FIRST.find((verdict) => verdicts.includes(verdict)) ?? 'pass';
}

function describeClaim(claim: SecondResult, layout: TreeLayout): ExportCheck {
  const { parameters } = claim.point;
  const { checked, pass, fail, kink, inconclusive } = countPoints([claim.point]);
  // A wrong entry, where one was found, says more than the component of a product that it is in.
  const told = parameters[parameters.length - 1];
  const named = (entry: EntryReport): NamedEntry => ({
    ...entry,
    parameters: entry.index.map((at) => nameFlatEntry(layout, at)),
  });
  return {
    verdict: verdictOf(claim),
    checked,
    pass,
    fail,
    kink,
    inconclusive,
    worst: told.worst && named(told.worst),
    failures: told.failures.map(named),
    detectionLimit: told.detectionLimit,
    asymmetry: claim.claimed ? asymmetryOf(claim.claimed) : null,
    ...(claim.name === 'hvp' && claim.claimed ? { isLinear: claim.isLinear ?? true } : {}),
  };
}

function asymmetryOf(matrix: Float64Array): number {
  const size = Math.sqrt(matrix.length);
  let largest = 0;
  for (let i = 0; i < size; i++)
    for (let j = 0; j < i; j++) largest = Math.max(largest, Math.abs(matrix[i * size + j] - matrix[j * size + i]));
  return largest;
}

/** The mistake in the first export that is wrong: the other is often made from it. */
async function diagnoseExports(
  claims: readonly SecondResult[],
  { prepared }: CurvatureSetting,
  asked: boolean,
): Promise<HessianModel['diagnoses']> {
  const wrong = claims.find((claim) => verdictOf(claim) === 'fail');
  return wrong && asked ? diagnoseSecond(wrong, prepared) : [];
}
