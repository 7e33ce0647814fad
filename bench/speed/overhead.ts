import { checkPoint } from '../../src/check/check-point.js';
import { readEntrySettings } from '../../src/model/entry-settings.js';
import { Objective } from '../../src/model/objective.js';
import { readTree } from '../../src/model/tree-layout.js';
import { buildTree } from '../../src/model/build-tree.js';
import { createRandom, drive, RULE } from '../../src/numdiff/index.js';
import type { BenchModel } from './models.js';

export interface Overhead {
  readonly name: string;
  readonly entries: number;
  readonly evaluations: number;
  /** Seconds of one plain loss on a tree of the same kind. */
  readonly plain: number;
  /** Seconds of the check phase per loss evaluation. */
  readonly perEvaluation: number;
  /** perEvaluation − plain. */
  readonly excess: number;
  /** The most the excess may be: max(5 %, 2 µs + 10 ns·n). */
  readonly allowed: number;
}

const ROUNDS = 5;

/** What the check phase costs beside the user's loss: both warmed, in one process, the best of five rounds each. */
export async function measureOverhead(model: BenchModel): Promise<Overhead> {
  const { layout, values: point } = readTree(model.params);
  const settings = readEntrySettings(layout, {});
  const loss = model.loss as (tree: unknown) => number;
  const definition = {
    name: model.name,
    params: model.params,
    data: undefined,
    loss: model.loss as (...args: unknown[]) => unknown,
    gradient: model.gradient as (...args: unknown[]) => unknown,
    gradientStyle: 'return' as const,
  };
  const random = createRandom(1);
  const objective = new Objective(definition, layout, point, undefined, settings.frozen, random.restart);
  const { gradient } = await objective.gradient(point);
  const center = await objective.loss(point);
  const check = (): number => {
    const before = objective.lossEvaluations;
    const problem = {
      layout,
      point,
      loss: center,
      claimed: gradient,
      ...settings,
      declaredFloat32: false,
      random,
      rule: RULE,
    };
    drive(checkPoint(problem), objective.lossAt);
    return objective.lossEvaluations - before;
  };
  const evaluations = check();
  const tree = buildTree(layout, point);
  let plain = Infinity;
  let checked = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    plain = Math.min(plain, timeOf(() => repeat(() => loss(tree), evaluations)) / evaluations);
    checked = Math.min(checked, timeOf(check) / evaluations);
  }
  const allowed = Math.max(0.05 * plain, 2e-6 + 1e-8 * layout.size);
  return {
    name: model.name,
    entries: layout.size,
    evaluations,
    plain,
    perEvaluation: checked,
    excess: checked - plain,
    allowed,
  };
}

let sink = 0;

function repeat(call: () => number, times: number): void {
  for (let i = 0; i < times; i++) sink += call();
}

function timeOf(work: () => unknown): number {
  const started = performance.now();
  work();
  return (performance.now() - started) / 1000;
}

/** Keeps the results of timed calls alive. */
export function consumed(): number {
  return sink;
}
