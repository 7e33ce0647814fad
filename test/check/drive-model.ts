import { checkPoint } from '../../src/check/check-point.js';
import type { PointProblem, PointResult } from '../../src/check/point-problem.js';
import type { EntryReport, ParameterReport } from '../../src/check/report.js';
import { readTree } from '../../src/model/tree-layout.js';
import { createRandom, RULE } from '../../src/numdiff/index.js';
import { driveAt } from '../numdiff/synthetic.js';

export type FlatLoss = (point: Float64Array) => number;

export interface FlatOptions extends Partial<Omit<PointProblem, 'layout' | 'point' | 'loss' | 'claimed' | 'random'>> {
  /** The tree; one plain array where absent. */
  readonly tree?: unknown;
  readonly seed?: number;
}

export interface FlatResult extends PointResult {
  /** Points evaluated for the noise level, and for the entries. */
  readonly setupPoints: Float64Array[];
  readonly entryPoints: Float64Array[];
}

/** Checks a claimed gradient of a loss of the flat vector. */
export function checkFlat(
  loss: FlatLoss,
  values: readonly number[],
  claimed: readonly number[],
  { tree = [...values], seed = 1, ...options }: FlatOptions = {},
): FlatResult {
  const point = Float64Array.from(values);
  const problem: PointProblem = {
    layout: readTree(tree).layout,
    point,
    loss: loss(point),
    claimed: Float64Array.from(claimed),
    frozen: new Set(),
    declaredFloat32: false,
    random: createRandom(seed),
    rule: RULE,
    ...options,
  };
  const { result, points } = driveAt(checkPoint(problem), point, loss);
  const { setupEvaluations } = result;
  return { ...result, setupPoints: points.slice(0, setupEvaluations), entryPoints: points.slice(setupEvaluations) };
}

export interface OneOptions {
  readonly lower?: number;
  readonly upper?: number;
  readonly scale?: number;
  readonly isFloat32?: boolean;
  readonly seed?: number;
}

export interface OneResult extends EntryReport {
  readonly evaluations: number;
  readonly setupEvaluations: number;
  readonly parameter: ParameterReport;
  /** The values of x evaluated for the entry. */
  readonly xs: number[];
}

/** Checks one derivative of a function of one variable. */
export function checkOne(
  f: (x: number) => number,
  x: number,
  claimed: number,
  { lower, upper, scale, isFloat32 = false, seed }: OneOptions = {},
): OneResult {
  const { parameters, setupEvaluations, entryPoints } = checkFlat((point) => f(point[0]), [x], [claimed], {
    ...(isFloat32 ? { tree: Float32Array.of(x) } : {}),
    ...(lower === undefined ? {} : { lower: Float64Array.of(lower) }),
    ...(upper === undefined ? {} : { upper: Float64Array.of(upper) }),
    ...(scale === undefined ? {} : { scale: Float64Array.of(scale) }),
    seed,
  });
  const [parameter] = parameters;
  return {
    ...parameter.worst!,
    evaluations: entryPoints.length,
    setupEvaluations,
    parameter,
    xs: entryPoints.map((point) => point[0]),
  };
}

/** A network-like loss of any number of entries with its right gradient: smooth, every entry different. */
export function ridge(size: number): { loss: FlatLoss; values: number[]; gradient: number[] } {
  const values = Array.from({ length: size }, (_, i) => 0.3 + ((i * 7919) % 101) / 50);
  const weights = Array.from({ length: size }, (_, i) => ((i % 7) + 1) / 5);
  const loss: FlatLoss = (p) => {
    let sum = 1;
    for (let i = 0; i < size; i++) sum += weights[i] * Math.cosh(p[i] / 2) + 0.1 * p[i] * p[(i + 1) % size];
    return sum;
  };
  const gradient = values.map(
    (x, i) => (weights[i] / 2) * Math.sinh(x / 2) + 0.1 * (values[(i + 1) % size] + values[(i + size - 1) % size]),
  );
  return { loss, values, gradient };
}
