import { ExactObjective } from '../../autodiff/exact-objective.js';
import type { RecordedTape } from '../../autodiff/recorder.js';
import { findNonFiniteOrigin } from '../../diagnose/tape/non-finite-origin.js';
import type { TreeLayout } from '../../model/tree-layout.js';
import type { SeededRandom } from '../../numdiff/index.js';
import type { AlarmLocation } from '../../training/types.js';
import type { ExactModel } from '../open-exact.js';
import { readRows } from './data-rows.js';

/** Where a number that is not finite was born: the place, and the operation with its operands in words. */
export interface Origin {
  readonly location: AlarmLocation;
  readonly words: string;
}

export interface OriginRequest {
  readonly loadExact: () => Promise<ExactModel>;
  readonly layout: TreeLayout;
  readonly point: Float64Array;
  /** Of the batch; all data where absent. */
  readonly rows?: readonly number[];
  /** Of random numbers. */
  readonly stream: number;
  readonly random: SeededRandom;
}

/** The origins of what is not finite in loss and in gradient; null where nothing is, or that cannot be found out. */
export interface Origins {
  readonly loss: Origin | null;
  readonly gradient: Origin | null;
}

/**
 * Runs loss and gradient of a step over again with every operation followed, and names the first in each that made NaN or
 * infinity out of finite numbers. Never throws.
 */
export async function traceOrigins(request: OriginRequest): Promise<Origins> {
  const { loadExact, layout, point, rows, stream, random } = request;
  try {
    random.restart();
    const model = await loadExact();
    const { definition } = model;
    random.restart();
    await callIfFunction(definition.params);
    const data = await callIfFunction(definition.data);
    const given = rows ? readRows(data).take(data, rows) : data;
    const objective = new ExactObjective(definition, layout, given, () => random.restart(stream));
    return {
      loss: findIn(await attempt(() => objective.record(point)), model, 'loss'),
      gradient: findIn(await attempt(() => objective.recordGradient(point)), model, 'gradient'),
    };
  } catch {
    return { loss: null, gradient: null };
  }
}

/** What one of the functions uses may not be followed; the other may be. */
async function attempt(record: () => Promise<RecordedTape>): Promise<RecordedTape | null> {
  try {
    return await record();
  } catch {
    return null;
  }
}

function findIn(tape: RecordedTape | null, model: ExactModel, what: string): Origin | null {
  const origin = tape && findNonFiniteOrigin(tape);
  if (!origin) return null;
  const { location, text } = model.describe(origin.site);
  if (!location) return null;
  const operands = origin.operands.map(String).join(' and ');
  return { location: { ...location, text }, words: `in the ${what} \`${text}\` makes ${origin.value} of ${operands}` };
}

async function callIfFunction(value: unknown): Promise<unknown> {
  return typeof value === 'function' ? await (value as () => unknown)() : value;
}
