import { checkPoint } from '../../src/check/check-point.js';
import { readEntrySettings } from '../../src/model/entry-settings.js';
import { Objective } from '../../src/model/objective.js';
import { readTree } from '../../src/model/tree-layout.js';
import { createTreeBuilder } from '../../src/model/compile-builder.js';
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

/** Both are run this long before they are timed: the check itself is much code, and V8 compiles what is hot only. */
const WARM_UP = 1;
const ROUNDS = 5;
/** Seconds that a round takes at least, so that every round has its share of garbage collection. */
const ROUND = 0.1;
/** Trees the plain loss is called with in turn: on one alone it would find everything where it left it. */
const TREES = 16;

/** What the check phase costs beside the user's loss: both warmed, in one process, the best of five rounds each. */
export async function measureOverhead(model: BenchModel): Promise<Overhead> {
  const { layout, values: point } = readTree(model.params);
  const settings = readEntrySettings(layout, {});
  const loss = model.loss as (tree: unknown) => number;
  const definition = {
    name: model.name,
    params: model.params,
    data: undefined,
    loss: (model.loss as (...args: unknown[]) => unknown).bind(model),
    gradient: (model.gradient as (...args: unknown[]) => unknown).bind(model),
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
  const build = createTreeBuilder(layout);
  const trees = Array.from({ length: TREES }, () => build(point));
  const callPlain = (): void => {
    for (let i = 0; i < evaluations; i++) sink += loss(trees[i % TREES]);
  };
  const repeats = Math.ceil(ROUND / Math.min(warm(check), warm(callPlain)));
  let plain = Infinity;
  let checked = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    plain = Math.min(plain, timeOf(callPlain, repeats) / evaluations);
    checked = Math.min(checked, timeOf(check, repeats) / evaluations);
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

/** Runs something for a while; seconds that the last run of it took. */
function warm(work: () => unknown): number {
  let seconds = 0;
  for (let spent = 0; spent < WARM_UP; spent += seconds) seconds = timeOf(work, 1);
  return seconds;
}

/** Seconds of one run, from some in a row: of processor time, garbage collection included, other programs not. */
function timeOf(work: () => unknown, repeats: number): number {
  const started = process.cpuUsage();
  for (let k = 0; k < repeats; k++) work();
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1e6 / repeats;
}

/** Keeps the results of timed calls alive. */
export function consumed(): number {
  return sink;
}
