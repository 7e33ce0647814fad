import { ColumnNames } from '../data/column-names.js';
import { findRows } from '../data/find-rows.js';
import { isList, isRecord } from '../data/flatten-row.js';
import { measureMoments } from '../data/moments.js';
import { TableBuilder } from '../data/table-builder.js';
import type { DataTable } from '../data/table.js';
import type { ModelEffect } from '../data/types.js';
import { GradcheckError } from '../errors.js';
import type { ModelDefinition } from '../model/model-definition.js';
import { checkGradientSample } from './check-gradient-sample.js';
import { listNames } from '../data/words.js';
import { measureRowGradients } from './measure-row-gradients.js';
import { prepareModel, type PreparedModel } from './prepare-model.js';
import { measureStandardized, type FeatureScale } from './measure-standardized.js';
import type { TaskContext } from './task.js';

export interface ModelData {
  /** Of the columns. */
  readonly names: readonly string[];
  /** Row by row. */
  readonly cells: readonly (readonly unknown[])[];
  readonly effect: ModelEffect;
}

/**
 * A model's data as a table, and what they do to its gradient.
 * @throws GradcheckError `missing-export`, `bad-data`, and what keeps the model from being read
 */
export async function inspectModelData(definition: ModelDefinition, context: TaskContext): Promise<ModelData> {
  const prepared = await prepareModel(definition, context.options, context.userRandom);
  const { data } = prepared;
  if (data === undefined)
    throw new GradcheckError('missing-export', 'the model exports no `data`', {
      hint: 'export const data = [{ x: …, y: … }, …]; or name a file of data: gradcheck data measurements.csv',
    });
  const rows = findRows(isRecord(data) ? listsOf(data) : data, '`data`');
  if (rows.length === 0) throw new GradcheckError('bad-data', '`data` has no rows');
  const columns = new ColumnNames();
  for (let i = 0; i < rows.length; i++) columns.note(rows[i]);
  const names = columns.list();
  const cells = Array.from({ length: rows.length }, (_, i) => columns.cellsOf(rows[i]).map(toPlain));
  const builder = new TableBuilder(names, { cells: 'typed' });
  for (const row of cells) builder.push(row);
  return { names, cells, effect: await measureEffect(definition, prepared, builder.finish(), context) };
}

/** Settings may stand beside the columns. */
function listsOf(data: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(data).filter(([, value]) => isList(value)));
}

/** What can go to another thread. */
function toPlain(value: unknown): unknown {
  return typeof value === 'function' || typeof value === 'symbol' ? String(value) : value;
}

async function measureEffect(
  definition: ModelDefinition,
  prepared: PreparedModel,
  table: DataTable,
  context: TaskContext,
): Promise<ModelEffect> {
  const base = { name: definition.name, parameters: prepared.layout.size };
  const nothing = { wrong: [], rowGradients: null, hessian: null, detectionLimit: null, standardized: [] };
  if (!definition.gradient && !definition.lossAndGradient)
    return { ...base, ...nothing, loss: null, notes: ['the model exports no gradient: its data alone were looked at'] };
  const loss = await prepared.objective.loss(prepared.point);
  if (!Number.isFinite(loss))
    return { ...base, ...nothing, loss, notes: [`the loss is ${loss} at params: its gradient was not looked at`] };
  const { wrong } = await checkGradientSample(prepared);
  if (wrong.length > 0) return { ...base, ...nothing, loss, wrong, notes: [wordWrong(wrong, context.file)] };
  const notes: string[] = [];
  const note = (text: string): void => void notes.push(text);
  const { scales, target } = chooseFeatures(table, context.options.target);
  if (target !== undefined && context.options.target === undefined)
    note(`${target} is taken for the target; --target says otherwise`);
  const rowGradients = await measureRowGradients(definition, prepared, context, note);
  const standardized = await measureStandardized(definition, prepared, scales, context, note);
  return { ...base, loss, wrong, rowGradients, ...standardized, standardized: [...scales.keys()], notes };
}

function wordWrong(wrong: readonly string[], file: string): string {
  return (
    `the gradient is wrong at params, in ${listNames(wrong)}: what it would say of rows and of the curvature is not told; ` +
    `gradcheck ${file} says more`
  );
}

/** Names that columns with the target usually have. */
const TARGET_NAMES: ReadonlySet<string> = new Set(['y', 'label', 'labels', 'target', 'class']);

/** Mean and standard deviation of the columns of numbers that are features. */
function chooseFeatures(
  table: DataTable,
  given: string | undefined,
): { scales: Map<string, FeatureScale>; target: string | undefined } {
  const target = given ?? table.columns.find(({ name }) => TARGET_NAMES.has(name))?.name;
  const scales = new Map<string, FeatureScale>();
  table.columns.forEach(({ name, type }, column) => {
    if (type !== 'number' || name === target) return;
    const { mean, sd } = measureMoments(table.numbers(column));
    if (sd > 0) scales.set(name, { centre: mean, scale: sd });
  });
  return { scales, target };
}
