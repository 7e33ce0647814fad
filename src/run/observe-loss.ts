import type { EntrySettings } from '../model/entry-settings.js';
import type { Objective } from '../model/objective.js';
import type { TreeLayout } from '../model/tree-layout.js';
import { pointNearby } from './point-nearby.js';

/** How a loss depends on the calls before, where it gives different values at equal input. */
export type LossHabit =
  /** Its value depends on the point of the call before. */
  | 'follows-last-call'
  /** It comes round after some calls: the next batch, the next mask of a list. */
  | 'cycles'
  /** It moves steadily from call to call: a counter, a running sum or mean. */
  | 'drifts'
  /** The order of calls explains nothing: random numbers, a clock. */
  | 'varies';

/** Enough to see a cycle of six twice. */
const CALLS_IN_A_ROW = 12;
/** Steps of a drift that differ by no more than this from a constant ratio. */
const STEADY = 0.05;

/**
 * Asks a loss that was seen to differ at equal input in two orders: in turns with another point, and at the point time
 * and again.
 */
export async function observeLoss(
  objective: Objective,
  layout: TreeLayout,
  point: Float64Array,
  settings: EntrySettings,
  random: () => number,
): Promise<LossHabit> {
  const elsewhere = pointNearby(layout, point, settings, random);
  const ask = async (at: Float64Array): Promise<number> => objective.lossAt({ point: at });
  const inTurns: number[] = [];
  for (const at of [point, point, elsewhere, point, point, elsewhere, point, point]) {
    const value = await ask(at);
    if (at === point) inTurns.push(value);
  }
  const inARow: number[] = [];
  for (let call = 0; call < CALLS_IN_A_ROW; call++) inARow.push(await ask(point));
  return explainByOrder(inTurns, inARow);
}

/**
 * @param inTurns values at the point, after itself and after the other point in turns; before the first stood any call
 * @param inARow values at the point, one after the other
 */
export function explainByOrder(inTurns: readonly number[], inARow: readonly number[]): LossHabit {
  const [first, second] = inTurns.slice(1);
  const alternates = inTurns.slice(1).every((value, k) => Object.is(value, k % 2 === 0 ? first : second));
  if (alternates && !Object.is(first, second) && inARow.every((value) => Object.is(value, first)))
    return 'follows-last-call';
  if (isCycle(inARow)) return 'cycles';
  return isSteady(inARow) ? 'drifts' : 'varies';
}

function isCycle(values: readonly number[]): boolean {
  for (let period = 2; period <= values.length / 2; period++)
    if (values.slice(period).every((value, k) => Object.is(value, values[k])))
      return !values.every((v) => v === values[0]);
  return false;
}

/** Each step is the same multiple of the one before: 1 for a counter, less for a mean that settles. */
function isSteady(values: readonly number[]): boolean {
  const steps = values.slice(1).map((value, k) => value - values[k]);
  const ratios = steps.slice(1).map((step, k) => step / steps[k]);
  return ratios.every(
    (ratio) => Number.isFinite(ratio) && ratio > 0 && Math.abs(ratio - ratios[0]) <= STEADY * ratios[0],
  );
}
