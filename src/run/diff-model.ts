import { measurePointNoise } from '../check/check-point.js';
import type { DiffFound, DiffParameter } from '../check/diff-report.js';
import { GradcheckError } from '../errors.js';
import type { ModelDefinition } from '../model/model-definition.js';
import { shapeLeaf } from '../model/shape-values.js';
import type { Leaf, TreeLayout } from '../model/tree-layout.js';
import { writeTree } from '../model/write-tree.js';
import { drive } from '../numdiff/index.js';
import { listPoints } from './list-points.js';
import { DIRECTIONS, type ExactAccess } from './open-exact.js';
import { prepareModel, type PreparedModel } from './prepare-model.js';
import { problemAt } from './problem-at.js';
import type { TaskContext } from './task.js';
import { openExactAt } from './trace-mistake.js';

/** More numbers than this are not worth pasting. */
const MOST_PASTED = 100;

/**
 * The exact gradient of a model's loss at its points, by instrumented execution, once it has earned trust: the
 * instrumented loss equals the plain one, and differences of that agree along random directions.
 * @throws GradcheckError `not-instrumentable`, `non-finite-loss`, and what keeps the model from being read
 */
export async function diffModel(definition: ModelDefinition, context: TaskContext): Promise<DiffFound> {
  const { options, userRandom, file } = context;
  const prepared = await prepareModel(definition, options, userRandom);
  const { layout, point, settings } = prepared;
  const listed = await listPoints(definition.points, { layout, settings, base: point }, options, userRandom);
  const own = await differentiateAt(prepared, point, 'params', context);
  const further = [];
  for (const { name, point: at, isGiven } of listed)
    if (isGiven) further.push({ name, ...(await differentiateAt(prepared, at, name, context)) });
  const agreed = [own, ...further].reduce((sum, place) => sum + place.agreed, 0);
  const shown = shownLeaves(prepared);
  const describe = ({ loss, gradient }: Place) => ({ loss, parameters: describeParameters(shown, gradient) });
  return {
    name: definition.name,
    file,
    method: 'instrumented',
    ...describe(own),
    checkedDirections: agreed,
    undecidedDirections: DIRECTIONS * (1 + further.length) - agreed,
    ...(further.length > 0 ? { points: further.map((place) => ({ name: place.name, ...describe(place) })) } : {}),
    ...(shown.length === layout.leaves.length ? pasteable(layout, own.gradient) : {}),
  };
}

/** The parameters that are told of: those that are differentiated, and asked for. */
export function shownLeaves({ layout, settings, judging }: PreparedModel): Leaf[] {
  return layout.leaves.filter(({ path }) => !settings.frozen.has(path) && (judging.selects?.(path) ?? true));
}

interface Place {
  readonly loss: number;
  readonly gradient: Float64Array;
  readonly agreed: number;
}

async function differentiateAt(
  prepared: PreparedModel,
  point: Float64Array,
  name: string,
  { loadExact, userRandom, options }: TaskContext,
): Promise<Place> {
  if (!loadExact) throw new GradcheckError('not-instrumentable', 'there is no source code to follow');
  const { objective } = prepared;
  const loss = await objective.loss(point);
  if (!Number.isFinite(loss))
    throw new GradcheckError('non-finite-loss', `the loss is ${loss} at ${name}, so it has no gradient there`, {
      hint: 'choose a point inside the domain of the loss',
    });
  const problem = problemAt(prepared, point, loss);
  const lossAt = objective.lossAround(point);
  const noise = await drive(measurePointNoise(problem), lossAt);
  const access = await openExactAt({ problem, noise, loadExact, lossAt, userRandom, seed: options.seed });
  if (access.kind === 'refused') throw refused(access, options.instrumentDeps ?? false);
  return { loss, gradient: access.gradient, agreed: access.agreed };
}

function refused(access: ExactAccess & { kind: 'refused' }, withPackages: boolean): GradcheckError {
  const { reason, isOwnFault, hint } = access;
  const follow = withPackages ? '' : '--instrument-deps follows packages as well; ';
  return new GradcheckError('not-instrumentable', `the loss cannot be followed operation by operation: ${reason}`, {
    hint: isOwnFault
      ? 'please report it, with the model'
      : (hint ?? `${follow}what cannot be followed has no exact gradient`),
  });
}

function describeParameters(leaves: readonly Leaf[], gradient: Float64Array): DiffParameter[] {
  return leaves.map((leaf) => ({ path: leaf.path, shape: leaf.shape, gradient: shapeLeaf(leaf, gradient) }));
}

function pasteable(layout: TreeLayout, gradient: Float64Array): Pick<DiffFound, 'code'> {
  return layout.size > MOST_PASTED ? {} : { code: `const expected = ${writeTree(layout, gradient)};` };
}
