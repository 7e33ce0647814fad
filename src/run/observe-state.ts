import type { TreeLayout } from '../model/tree-layout.js';
import { RULE } from '../numdiff/index.js';
import type { ObservedCalls } from './observe-calls.js';

/** What a gradient that varies at one point keeps from call to call. */
export type KeptState =
  /** Part of it is computed from what the call before left: other numbers behind a call elsewhere, the same each time. */
  | { readonly kind: 'follows-call' }
  /** gₖ₊₁ = β·gₖ + c at one point: a running sum, a momentum or a running mean. */
  | { readonly kind: 'runs'; readonly factor: number };

/** Relative rounding allowed where changes from call to call are compared. */
const ROUNDING = 1e-6;
/** Factors of a running sum; one near 0 keeps nothing that could be told from rounding. */
const LEAST_FACTOR = 0.01;
const MOST_FACTOR = 1.5;

/**
 * Calls the gradient in the order elsewhere, here, here, twice over, and here twice more. One that only the call before
 * has a say in repeats its two answers; the changes of a running sum are in one ratio, entry by entry.
 */
export async function observeState(
  { claim }: Pick<ObservedCalls, 'claim'>,
  point: Float64Array,
  elsewhere: Float64Array | null,
): Promise<KeptState | null> {
  const here = async (): Promise<Float64Array> => (await claim(point)).gradient;
  const away = async (): Promise<void> => {
    if (elsewhere) await claim(elsewhere);
  };
  await away();
  const before = [await here(), await here()];
  await away();
  const calls = [await here(), await here(), await here(), await here()];
  if (elsewhere && followsCall(before, calls)) return { kind: 'follows-call' };
  const factor = runningFactor(calls);
  return factor === null ? null : { kind: 'runs', factor };
}

function followsCall([afterAway, afterHere]: readonly Float64Array[], calls: readonly Float64Array[]): boolean {
  const isRepeated =
    areEqual(afterAway, calls[0]) && [calls[1], calls[2], calls[3]].every((call) => areEqual(call, afterHere));
  // A solver that starts from where it ended before is off by its tolerance: that is no mistake.
  return isRepeated && afterAway.some((value, i) => isMaterial(value, afterHere[i]));
}

function isMaterial(a: number, b: number): boolean {
  return Math.abs(a - b) > RULE.material * Math.max(Math.abs(a), Math.abs(b));
}

/** β with dₖ₊₁ = β·dₖ for the changes dₖ between successive calls; null where there is none. */
function runningFactor(calls: readonly Float64Array[]): number | null {
  const changes = [1, 2, 3].map((k) => calls[k].map((value, i) => value - calls[k - 1][i]));
  const size = (d: Float64Array): number => d.reduce((sum, value) => sum + value * value, 0);
  const product = changes[0].reduce((sum, value, i) => sum + value * changes[1][i], 0);
  const factor = product / size(changes[0]);
  if (!(factor >= LEAST_FACTOR && factor <= MOST_FACTOR)) return null;
  const isKept = [1, 2].every((k) =>
    changes[k].every(
      (value, i) =>
        Math.abs(value - factor * changes[k - 1][i]) <=
        ROUNDING * Math.max(Math.abs(value), Math.abs(calls[k][i]), Math.abs(calls[k + 1][i])),
    ),
  );
  const isLarge = changes[2].some((value, i) => Math.abs(value) > 100 * ROUNDING * Math.abs(calls[3][i]));
  return isKept && isLarge ? factor : null;
}

/** The parameters whose gradient is not the same in all of the calls. */
export function changingPaths(layout: TreeLayout, [first, ...others]: readonly Float64Array[]): string[] {
  return layout.leaves
    .filter(({ offset, size }) => {
      for (let i = offset; i < offset + size; i++)
        if (others.some((other) => !Object.is(other[i], first[i]))) return true;
      return false;
    })
    .map(({ path }) => path);
}

function areEqual(a: Float64Array, b: Float64Array): boolean {
  return a.every((value, i) => Object.is(value, b[i]) || value === b[i]);
}
