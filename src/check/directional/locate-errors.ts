import type { Asking } from '../../numdiff/index.js';
import type { Measured, Range, RangeTester } from './range-tester.js';

/** In so few entries a look at each costs no more than halving them. */
const FEW = 3;
/** Parts with errors that are followed at once: more are a mistake in a whole region, of which some entries tell. */
const WIDEST = 32;
/** A residual that was not measured but is what is left of two others is believed from so many bounds on. */
const SURE = 4;

/**
 * Narrows a suspicious range down by halving. Half of a direction is the same direction in half of the entries, so the
 * residuals of the two halves add up to that of the whole, and one of them is measured, with 4 evaluations usually: about
 * 4·k·log₂(n/k) for k wrong entries among n. What is left for the other is known up to the bounds of both, and is measured
 * where that does not say enough.
 * @param mayGoOn asked before each part; what is left when it says no is not followed
 * @returns ranges of few entries, to be looked at one by one
 */
export function* locateErrors(tester: RangeTester, whole: Measured, mayGoOn: () => boolean): Asking<Range[]> {
  const ranges: Range[] = [];
  for (let level: readonly Measured[] = [whole]; level.length > 0;) {
    const next: Measured[] = [];
    for (const part of level) {
      if (part.to - part.from <= FEW) ranges.push(part);
      else if (mayGoOn()) next.push(...(yield* halve(tester, part)));
    }
    level = next.length > WIDEST ? largest(next) : next;
  }
  return ranges;
}

/** Whether the residual is more than its bound explains. */
export function isSuspicious({ residual, bound }: Pick<Measured, 'residual' | 'bound'>): boolean {
  return Math.abs(residual) > bound;
}

/** The halves in which there are errors. */
function* halve(tester: RangeTester, whole: Measured): Asking<Measured[]> {
  const { from, to, seed } = whole;
  const middle = (from + to) >> 1;
  const left = yield* tester.measure({ from, to: middle }, seed);
  if (!left) return [{ ...whole, from: middle }];
  const rest: Measured = {
    from: middle,
    to,
    seed,
    residual: whole.residual - left.residual,
    bound: whole.bound + left.bound,
    isClear: false,
    jump: whole.jump + left.jump,
    claimed: whole.claimed - left.claimed,
    size: Math.sqrt(Math.max(0, whole.size ** 2 - left.size ** 2)),
  };
  const isSure = Math.abs(rest.residual) > SURE * rest.bound || (isSuspicious(left) && !isSuspicious(rest));
  const right = isSure ? rest : yield* tester.measure({ from: middle, to }, seed);
  return [left, right].filter((half) => half !== null).filter(isSuspicious);
}

function largest(parts: readonly Measured[]): Measured[] {
  const bySize = parts.slice().sort((a, b) => Math.abs(b.residual) - Math.abs(a.residual) || a.from - b.from);
  return bySize.slice(0, WIDEST).sort((a, b) => a.from - b.from);
}
