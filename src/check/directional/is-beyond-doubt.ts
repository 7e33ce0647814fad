import { allowedGap } from '../apply-tolerance.js';
import type { PointProblem } from '../point-problem.js';
import type { Moves } from './moves.js';
import type { Measured } from './range-tester.js';

interface Given {
  readonly problem: PointProblem;
  readonly moves: Moves;
}

/** Share of the natural size of a slope that its jump may have: beyond, there are kinks. */
const SMOOTH = 1 / 64;

/**
 * Whether a gradient is wrong although none of its entries has been looked at. Along all of its directions the loss is
 * smooth: at kinks a right gradient may claim what no difference says. And a residual is clear, and more than errors that
 * nobody minds would add up to, one in every entry.
 */
export function isBeyondDoubt(given: Given, measured: readonly Measured[]): boolean {
  if (measured.some(({ jump, size }) => jump > SMOOTH * size)) return false;
  return measured.some((one) => one.isClear && Math.abs(one.residual) - one.bound > allowedAlong(given, one));
}

function allowedAlong({ problem, moves }: Given, { from, to, seed }: Measured): number {
  const { claimed, rule, tolerance = { rtol: rule.material, atol: 0 } } = problem;
  let allowed = 0;
  for (let i = from; i < to; i++)
    allowed += Math.abs(moves.along(seed, i)) * allowedGap(tolerance, Math.abs(claimed[i]));
  return allowed;
}
