import type { Leaf } from '../../model/tree-layout.js';
import type { Asking } from '../../numdiff/index.js';
import { rangeOf, type Block } from './list-blocks.js';
import { isSuspicious } from './locate-errors.js';
import type { Measured, Range, RangeTester } from './range-tester.js';

/** Directions along which a parameter is looked at. */
export const DIRECTIONS = 2;

/** What directions say of a parameter, by itself or together with the others of its block. */
export interface Screened {
  readonly leaf: Leaf;
  readonly measured: readonly Measured[];
}

/** What a look along directions takes from the check of a point. */
export interface ScreenContext {
  readonly tester: RangeTester;
  readonly seed: number;
  /** The bound leaves something to be seen of the claims. */
  isVisible(measured: Measured): boolean;
  /** A direction of the whole block hides what this one parameter does. */
  isOutshone(leaf: Leaf, measured: Measured): boolean;
}

/**
 * Looks at a block along random directions. Of several parameters in it, those are looked at each by itself that their
 * block hides, and all of them where the block disagrees or shows nothing.
 */
export function* screenBlock(context: ScreenContext, block: Block): Asking<Screened[]> {
  const { leaves } = block;
  if (leaves.length === 1) return [yield* screenLeaf(context, leaves[0])];
  const first = yield* measureOnce(context, block, 0);
  const isTelling = first.every((one) => !isSuspicious(one) && context.isVisible(one));
  const together = isTelling
    ? leaves.filter((leaf) => !first.some((measured) => context.isOutshone(leaf, measured)))
    : [];
  const second = together.length > 0 ? yield* measureOnce(context, block, 1) : [];
  const isAgreed = !second.some(isSuspicious);
  const screened: Screened[] = [];
  for (const leaf of leaves) {
    const isCovered = isAgreed && together.includes(leaf);
    screened.push(isCovered ? { leaf, measured: [...first, ...second] } : yield* screenLeaf(context, leaf));
  }
  return screened;
}

/** A second direction tells no more where the first shows nothing. */
function* screenLeaf(context: ScreenContext, leaf: Leaf): Asking<Screened> {
  const measured: Measured[] = [];
  for (let k = 0; k < DIRECTIONS; k++) {
    if (measured.some((one) => !isSuspicious(one) && !context.isVisible(one))) break;
    measured.push(...(yield* measureOnce(context, rangeOf(leaf), k)));
  }
  return { leaf, measured };
}

/** Along the k-th direction; nothing where no entry moves. */
export function* measureOnce({ tester, seed }: ScreenContext, range: Range, k: number): Asking<Measured[]> {
  const measured = yield* tester.measure(range, seed + k);
  return measured ? [measured] : [];
}
