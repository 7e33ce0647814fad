import { ExactObjective } from '../../autodiff/exact-objective.js';
import type { TreeLayout } from '../../model/tree-layout.js';
import type { SeededRandom } from '../../numdiff/index.js';
import type { ExactModel } from '../open-exact.js';
import { readRows } from './data-rows.js';

/** A step of a run, to be looked at again. */
export interface StepRequest {
  readonly loadExact: () => Promise<ExactModel>;
  readonly layout: TreeLayout;
  readonly point: Float64Array;
  /** Of the batch; all data where absent. */
  readonly rows?: readonly number[];
  /** Of random numbers. */
  readonly stream: number;
  readonly random: SeededRandom;
}

/** The model of a step, instrumented, with the data and the random numbers that it had. */
export async function openStep({
  loadExact,
  layout,
  rows,
  stream,
  random,
}: StepRequest): Promise<{ readonly model: ExactModel; readonly objective: ExactObjective }> {
  random.restart();
  const model = await loadExact();
  const { definition } = model;
  random.restart();
  await callIfFunction(definition.params);
  const data = await callIfFunction(definition.data);
  const given = rows ? readRows(data).take(data, rows) : data;
  return { model, objective: new ExactObjective(definition, layout, given, () => random.restart(stream)) };
}

async function callIfFunction(value: unknown): Promise<unknown> {
  return typeof value === 'function' ? await (value as () => unknown)() : value;
}
