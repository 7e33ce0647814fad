import { checkEntry } from '../check/check-entry.js';
import { movingScales, type PointProblem } from '../check/check-point.js';
import { EntryTable } from '../check/entry-table.js';
import { ParameterTally } from '../check/parameter-tally.js';
import type { Diagnosis, PointReport } from '../check/report.js';
import { matrixLayout, matrixLeaf, rowContext, secondEntry, type SecondProblem } from '../check/second-entries.js';
import { typicalSize } from '../check/typical-sizes.js';
import type { ModelDefinition } from '../model/model-definition.js';
import { SecondDerivatives } from '../model/second-derivatives.js';
import { createRandom, drive, RULE, type NoiseLevel, type Probe, type SeededRandom } from '../numdiff/index.js';
import type { Examined } from './check-claims.js';
import { checkLinearity } from './check-linearity.js';
import { measureNoiseOf, userGradient, type GradientAt } from './gradient-source.js';
import type { PreparedModel } from './prepare-model.js';

export type SecondName = 'hessian' | 'hvp';

/** What checking one export of second derivatives came to. */
export interface SecondResult {
  readonly name: SecondName;
  readonly point: PointReport;
  /** Decided entries whose bound is above a tenth of their scale. */
  readonly coarse: number;
  readonly examined: Examined;
  /** The claim, row by row. */
  readonly claimed: Float64Array;
  /** A product that is not linear in its direction, which no single entry shows. */
  readonly mismatch?: Diagnosis;
}

/** More columns than this are not checked one by one. */
const MOST_COLUMNS = 500;

export interface SecondRequest {
  readonly model: ModelDefinition;
  readonly prepared: PreparedModel;
  readonly userRandom: SeededRandom;
  readonly loss: number;
  readonly noise: NoiseLevel;
  /** The gradient to difference; the user's own where absent. */
  readonly gradientAt?: GradientAt;
}

/**
 * Holds the exports `hessian` and `hvp`, where they are there, against differences of the gradient at `params`: each entry by
 * the rule for entries of a gradient. The gradient itself must have been checked.
 * @throws GradcheckError `shape-mismatch`, `user-error`
 */
export async function checkSecondDerivatives(request: SecondRequest): Promise<SecondResult[]> {
  const { model, prepared, userRandom } = request;
  const { layout, point, settings } = prepared;
  const claims = new SecondDerivatives(model, layout, prepared.data, userRandom.restart, settings.frozen);
  const results: SecondResult[] = [];
  const active = activeEntries(prepared);
  if (active.length > MOST_COLUMNS) return results;
  if (model.hessian !== undefined)
    results.push(await checkMatrix(request, 'hessian', await claims.hessian(point), active));
  if (model.hvp === undefined) return results;
  const matrix = new Float64Array(layout.size ** 2);
  for (const j of active) {
    const column = await claims.product(point, new Float64Array(layout.size).with(j, 1));
    column.forEach((value, i) => void (matrix[i * layout.size + j] = value));
  }
  const result = await checkMatrix(request, 'hvp', matrix, active);
  const mismatch = await checkLinearity(claims, prepared, matrix, active);
  return [...results, mismatch ? { ...result, mismatch } : result];
}

/** Places of the parameters that are differentiated and asked for. */
export function activeEntries({ layout, settings, judging }: PreparedModel): Int32Array {
  const { frozen, lower, upper } = settings;
  const isFree = (i: number): boolean => !(lower && upper && lower[i] === upper[i]);
  const leaves = layout.leaves.filter(({ path }) => !frozen.has(path) && (judging.selects?.(path) ?? true));
  return Int32Array.from(
    leaves.flatMap(({ offset, size }) => Array.from({ length: size }, (_, k) => offset + k).filter(isFree)),
  );
}

async function checkMatrix(
  { prepared, loss, noise, gradientAt = userGradient(prepared) }: SecondRequest,
  name: SecondName,
  claimed: Float64Array,
  active: Int32Array,
): Promise<SecondResult> {
  const { layout, point, settings, judging } = prepared;
  const { size } = layout;
  const float32 = new Set(
    layout.leaves.flatMap((leaf) =>
      leaf.storage === 'float32' ? Array.from({ length: leaf.size }, (_, k) => leaf.offset + k) : [],
    ),
  );
  const claimProblem: PointProblem = {
    ...judging,
    ...settings,
    layout,
    point,
    loss,
    claimed: new Float64Array(size),
    random: createRandom(judging.seed),
    rule: RULE,
  };
  const problem: SecondProblem = {
    name,
    size,
    claimed,
    point,
    gradient: await gradientAt(point),
    gradientNoise: await measureNoiseOf(gradientAt, prepared, point, noise.roundoff),
    scales: movingScales(claimProblem),
    typicalScale: typicalSize(point),
    noise,
    lower: settings.lower,
    upper: settings.upper,
    isFloat32: (i) => judging.declaredFloat32 || float32.has(i),
    rule: RULE,
  };
  const leaf = matrixLeaf(name, size);
  const tally = new ParameterTally(leaf, RULE);
  const entries = new EntryTable(leaf.size);
  for (const j of active) {
    const componentAt = columnReader(point, gradientAt);
    for (const i of active) {
      const entry = secondEntry(problem, i, j);
      const result = await drive(checkEntry(entry, rowContext(problem, i)), componentAt(i));
      const index = i * size + j;
      tally.add({ ...entry, index }, result);
      entries.set(index, result);
    }
  }
  const parameters = [tally.report()];
  return {
    name,
    point: { name: `params (${name})`, loss, parameters },
    coarse: tally.coarse,
    claimed,
    examined: {
      problem: {
        ...claimProblem,
        layout: matrixLayout(leaf),
        point: new Float64Array(leaf.size),
        claimed,
        claimNoise: undefined,
        lower: undefined,
        upper: undefined,
        frozen: new Set(),
      },
      result: { method: 'full', noise, setupEvaluations: 0, parameters, coarse: tally.coarse, entries },
    },
  };
}

type ComponentAt = (probe: Probe) => number | Promise<number>;

/** One gradient serves the entries of a whole column: those of the same steps are evaluated once. */
function columnReader(point: Float64Array, gradientAt: GradientAt): (i: number) => ComponentAt {
  const known = new Map<number, Float64Array>();
  return (i) => (probe) => {
    const { index, value } = probe as { index: number; value: number };
    const found = known.get(value);
    if (found) return found[i];
    return gradientAt(point.with(index, value)).then((gradient) => {
      known.set(value, gradient);
      return gradient[i];
    });
  };
}
