import { summarizeRowGradients } from '../data/summarize-row-gradients.js';
import type { RowGradients } from '../data/types.js';
import type { ModelDefinition } from '../model/model-definition.js';
import { Objective } from '../model/objective.js';
import type { PreparedModel } from './prepare-model.js';
import { readRows } from './training/data-rows.js';
import type { TaskContext } from './task.js';

/** Rows whose gradients are taken one by one. */
const MOST_ROWS = 2000;

/** The gradients of single rows; null, with the reason told, where they say nothing. */
export async function measureRowGradients(
  definition: ModelDefinition,
  prepared: PreparedModel,
  { userRandom }: TaskContext,
  note: (text: string) => void,
): Promise<RowGradients | null> {
  const { layout, point, settings, data } = prepared;
  const { count, take } = readRows(data);
  const stride = Math.ceil(count / MOST_ROWS);
  const rows = Array.from({ length: Math.ceil(count / stride) }, (_, i) => i * stride);
  if (stride > 1) note(`gradients of single rows are those of every ${stride}th row`);
  const gradientOf = async (some: readonly number[]): Promise<Float64Array> => {
    const part = take(data, some);
    const objective = new Objective(definition, layout, point, part, settings.frozen, userRandom.restart);
    return (await objective.gradient(point)).gradient.slice();
  };
  try {
    const whole = await gradientOf(rows);
    const gradients: Float64Array[] = [];
    for (const row of rows) gradients.push(await gradientOf([row]));
    if (rows.length > 1 && gradients.every((gradient) => gradient.every((value, i) => Object.is(value, whole[i])))) {
      note('the gradient does not use the data that it is given as second argument: rows cannot be told apart');
      return null;
    }
    const summary = summarizeRowGradients(rows, gradients, whole);
    if (!summary) note('the gradients of single rows do not add up to that of all: rows are not told apart');
    return summary;
  } catch (error) {
    note(`the gradient of a single row cannot be had: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }
}
