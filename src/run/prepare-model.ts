import type { Dtype } from '../check/report.js';
import { sampleEntries } from '../check/sample-entries.js';
import { GradcheckError } from '../errors.js';
import { readEntrySettings, refuseOutside, type EntrySettings } from '../model/entry-settings.js';
import type { ModelDefinition } from '../model/model-definition.js';
import { Objective } from '../model/objective.js';
import { asUserError, readUserValue } from '../model/read-user-value.js';
import { findSharedStorage } from '../model/storage.js';
import { describeValue, readTree, type TreeLayout } from '../model/tree-layout.js';
import { createRandom, type SeededRandom } from '../numdiff/index.js';
import { chooseMethod, type Method } from './choose-method.js';
import type { ExactReferences } from './exact-references.js';
import type { ProgressTeller } from './progress-teller.js';
import type { EntrySpreader } from './spread/spread-entries.js';
import { readJudging, type Judging } from './judging.js';
import type { RunOptions } from './run-options.js';

/** A model whose point has been read and whose functions can be called. */
export interface PreparedModel {
  readonly objective: Objective;
  readonly layout: TreeLayout;
  /** The values of `params`. */
  readonly point: Float64Array;
  readonly settings: EntrySettings;
  readonly judging: Judging;
  readonly dtype: Dtype;
  readonly data: unknown;
  /** Two parameters that share memory. */
  readonly sharedParams: [string, string] | null;
  readonly method: Method;
  /** False once the time of --time-budget is up; absent where there is no such limit. */
  readonly mayGoOn?: () => boolean;
  /** Which entries to check, by their place in the flat vector; all where absent. */
  readonly sampled?: (index: number) => boolean;
  /** Exact gradients to compare with, where they are asked for. */
  readonly references?: ExactReferences;
  /** Checks entries in several threads; absent where there is but one. */
  readonly spreader?: EntrySpreader;
  /** Told what is found, as it is found. */
  readonly progress?: ProgressTeller;
}

/** @throws GradcheckError for a point, a setting or an option that is none */
export async function prepareModel(
  model: ModelDefinition,
  options: RunOptions,
  userRandom: SeededRandom,
): Promise<PreparedModel> {
  // So that another reading of the same model, as for exact derivatives, comes to the same numbers.
  userRandom.restart();
  const params = await callIfFunction(model.params, 'params');
  const data = await callIfFunction(model.data, 'data');
  const { layout, values: point } = readUserValue('params', () => readTree(params));
  const settings = readUserValue('what the model says of its parameters', () => readEntrySettings(layout, model));
  refuseOutside(layout, point, settings);
  const objective = new Objective(model, layout, point, data, settings.frozen, userRandom.restart, options.average);
  const judging = readUserValue('tolerance', () => readJudging(model, options, layout));
  return {
    objective,
    layout,
    point,
    settings,
    judging,
    method: chooseMethod(options, { layout, settings, judging }),
    sampled: options.sample === undefined ? undefined : drawSample(options.sample, layout, settings, judging),
    dtype: readDtype(model, options, layout),
    data,
    sharedParams: findSharedStorage(params),
  };
}

function drawSample(
  wanted: number,
  { leaves, size }: TreeLayout,
  { frozen }: EntrySettings,
  { selects, seed }: Judging,
): (index: number) => boolean {
  const open = leaves.filter(({ path }) => !frozen.has(path) && (!selects || selects(path)));
  const drawn = sampleEntries(open, wanted, { size, random: createRandom(seed) });
  return (index) => drawn[index] === 1;
}

async function callIfFunction(value: unknown, name: string): Promise<unknown> {
  const isFunction = typeof value === 'function';
  try {
    return await (isFunction ? (value as () => unknown)() : value);
  } catch (error) {
    throw asUserError(error, isFunction ? `${name}() threw` : `${name} threw while it was read`);
  }
}

function readDtype(model: ModelDefinition, options: RunOptions, layout: TreeLayout): Dtype {
  const declared = options.dtype ?? model.dtype;
  if (declared === undefined) return layout.leaves.some((leaf) => leaf.storage === 'float32') ? 'float32' : 'float64';
  if (declared === 'float64' || declared === 'float32') return declared;
  throw new GradcheckError('bad-model', `dtype should be 'float64' or 'float32', found ${describeValue(declared)}`);
}
