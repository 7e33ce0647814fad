import type { DiffFound } from '../check/diff-report.js';
import { GradcheckError } from '../errors.js';
import { checkDerived, deriveGradient } from '../formula/index.js';
import type { FormulaModel } from '../formula/formula-model.js';
import type { ModelDefinition } from '../model/model-definition.js';
import { shapeLeaf, shapeLike } from '../model/shape-values.js';
import type { Leaf } from '../model/tree-layout.js';
import { checkModel } from './check-model.js';
import { shownLeaves } from './diff-model.js';
import { prepareModel } from './prepare-model.js';
import type { TaskContext } from './task.js';

/** mathjs takes some milliseconds for each. */
const MOST_ENTRIES = 1000;
/** More formulas than this are not worth pasting. */
const MOST_PASTED = 100;

/**
 * The gradient of a formula by mathjs's rules, each entry of it held against finite differences.
 * @throws GradcheckError `not-instrumentable` where mathjs has no derivative, or one that the differences contradict
 */
export async function diffFormulas(model: FormulaModel, context: TaskContext): Promise<DiffFound> {
  const loss = model.readLoss();
  const { layout, scope, definition } = loss;
  const shown = shownLeaves(await prepareModel(definition, context.options, context.userRandom));
  if (layout.size > MOST_ENTRIES)
    throw refuse(`${layout.size} parameters are more than mathjs derives in reasonable time`);
  const derived = deriveGradient(loss);
  const texts = derived.map((entry) => entry?.text ?? null);
  const underived = shown.filter(({ offset, size }) => texts.slice(offset, offset + size).includes(null));
  if (underived.length > 0) throw refuse(`mathjs has no derivative of it by ${listPaths(underived)}`);
  const report = await checkDerived(loss, derived, (gradient) => checkModel(alone(gradient), quietly(context)));
  scope.assign(definition.params);
  const values = Float64Array.from(derived, (entry) => entry?.evaluate() ?? NaN);
  const verdicts = new Map(report.points[0].parameters.map(({ path, verdict }) => [path, verdict]));
  const wrong = shown.filter(({ path }) => verdicts.get(path) === 'fail');
  if (wrong.length > 0) throw refuse(`mathjs's derivative by ${listPaths(wrong)} disagrees with finite differences`);
  const isWhole = shown.length === layout.leaves.length && layout.size <= MOST_PASTED;
  return {
    name: definition.name,
    file: context.file,
    method: 'symbolic',
    loss: report.loss,
    parameters: shown.map((leaf) => ({
      path: leaf.path,
      shape: leaf.shape,
      gradient: shapeLeaf(leaf, values),
      formula: shapeLeaf(leaf, texts),
    })),
    checkedDirections: 0,
    undecidedDirections: 0,
    checkedEntries: report.pass,
    ...(isWhole ? { code: loss.writeGradient(shapeLike(layout.root, texts)) } : {}),
  };
}

/** At its own point: the derivative is a formula, right or wrong anywhere. */
function alone(definition: ModelDefinition): ModelDefinition {
  return { ...definition, points: undefined };
}

function quietly(context: TaskContext): TaskContext {
  return { ...context, options: { ...context.options, diagnose: false } };
}

function listPaths(leaves: readonly Leaf[]): string {
  const [first, second, third, ...more] = leaves.map(({ path }) => path);
  const rest = more.length > 0 ? ` and ${more.length} more` : '';
  return [first, second, third].filter((path) => path !== undefined).join(', ') + rest;
}

function refuse(reason: string): GradcheckError {
  return new GradcheckError('not-instrumentable', `the loss has no symbolic gradient to be trusted: ${reason}`, {
    hint: 'written as a function in a module of TypeScript or JavaScript, the loss is followed operation by operation',
  });
}
