import type { Experiment, Experimenting, Outcome } from '../diagnose/index.js';
import { checkPoint } from '../check/check-point.js';
import { createRandom, drive, type NoiseLevel } from '../numdiff/index.js';
import type { PreparedModel } from './prepare-model.js';
import { problemAt } from './problem-at.js';

/** Answers what experiments ask for, from the model. */
export type ExperimentRunner = <Result>(plan: (random: () => number) => Experimenting<Result>) => Promise<Result>;

/** Evaluations granted to experiments whatever the check took; beyond, as many as the check took. */
const LEAST_EVALUATIONS = 2000;

/** Experiments on a model, until its evaluations are used up: what is asked for then has no answer. */
export function openExperiments(prepared: PreparedModel, noise: NoiseLevel): ExperimentRunner {
  const { objective, mayGoOn } = prepared;
  const most = objective.lossEvaluations + Math.max(LEAST_EVALUATIONS, objective.lossEvaluations);
  const isUsedUp = (): boolean => objective.lossEvaluations >= most || (mayGoOn !== undefined && !mayGoOn());
  return async (plan) => {
    const asking = plan(createRandom(prepared.judging.seed));
    let turn = asking.next();
    while (!turn.done) turn = asking.next(isUsedUp() ? null : await evaluate(prepared, noise, turn.value));
    return turn.value;
  };
}

/** Null where the point lies outside of the bounds or of the domain of the loss. */
async function evaluate(
  prepared: PreparedModel,
  noise: NoiseLevel,
  { point, entries }: Experiment,
): Promise<Outcome | null> {
  const { objective, layout } = prepared;
  const stored = point.slice();
  for (const { offset, size, storage } of layout.leaves)
    if (storage === 'float32') for (let i = offset; i < offset + size; i++) stored[i] = Math.fround(stored[i]);
  if (!isInside(stored, prepared)) return null;
  const picked = new Set(entries);
  try {
    const loss = await objective.loss(stored);
    if (!Number.isFinite(loss)) return null;
    const { gradient } = await objective.gradient(stored);
    const problem = {
      ...problemAt(prepared, stored, loss, gradient),
      picks: (i: number) => picked.has(i),
      noise: scaleNoise(noise, loss),
    };
    const { entries: found } = await drive(checkPoint(problem), objective.lossAround(stored));
    const { numeric, bound } = found;
    return { claimed: gradient, numeric, bound };
  } catch {
    return null;
  }
}

/** Rounding grows with the loss; experiments see gross errors only, so that measuring it at each point is not worth it. */
function scaleNoise(noise: NoiseLevel, loss: number): NoiseLevel {
  const growth = Math.max(1, Math.abs(loss / noise.loss) || 1);
  return { ...noise, loss, sigma: growth * noise.sigma, bound: growth * noise.bound };
}

/** Inside the bounds, and with what is frozen in its place. */
function isInside(point: Float64Array, { layout, settings, point: params }: PreparedModel): boolean {
  const { lower, upper, frozen } = settings;
  const isWithin = point.every((x, i) => x >= (lower?.[i] ?? -Infinity) && x <= (upper?.[i] ?? Infinity));
  return (
    isWithin &&
    layout.leaves.every((leaf) => {
      if (!frozen.has(leaf.path)) return true;
      for (let i = leaf.offset; i < leaf.offset + leaf.size; i++) if (point[i] !== params[i]) return false;
      return true;
    })
  );
}
