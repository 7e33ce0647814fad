import type { Ladder } from '../numdiff/index.js';
import type { EntryProblem, Judgement } from './entry-problem.js';
import { exponentBetween } from './growth.js';

/** What the two smallest rows say about the loss right at the point. */
export type LocalShape =
  | { readonly kind: 'smooth' }
  /** The one-sided slopes differ by `jump`. */
  | { readonly kind: 'kink'; readonly jump: number }
  /** The loss itself jumps. */
  | { readonly kind: 'jump' };

/**
 * The second difference s = f₊ − 2f₀ + f₋ grows as h² where the loss is smooth, as h at a kink, not at all at a jump.
 * Only a second difference well above the noise (whose bound in s is 4η: the rounding of f₀ alone adds the same to all of them) counts.
 */
export function localShape(ladder: Ladder, bound: number): LocalShape {
  const { rows } = ladder;
  if (ladder.sides !== 'both' || rows.length < 2) return { kind: 'smooth' };
  const [first, second] = rows;
  const noise = 4 * ladder.valueNoise(first, ladder.inflatedNoise());
  if (Math.abs(first.second) <= noise || Math.sign(first.second) * Math.sign(second.second) <= 0)
    return { kind: 'smooth' };
  const growth = exponentBetween(first.width, Math.abs(first.second), second.width, Math.abs(second.second));
  if (!(growth < 1.5)) return { kind: 'smooth' };
  if (growth < 0.5) return { kind: 'jump' };
  const gap = Math.abs(first.forward - first.backward);
  return gap > 4 * bound ? { kind: 'kink', jump: first.second / first.width } : { kind: 'smooth' };
}

/** At a kink every slope between the one-sided ones is a subgradient (Clarke); a claim outside them is wrong. */
export function judgeKink(entry: EntryProblem, ladder: Ladder, shape: { readonly jump: number }): Judgement | null {
  const forward = ladder.oneSidedEstimate('forward');
  const backward = ladder.oneSidedEstimate('backward');
  const bound = Math.max(forward.bound, backward.bound);
  if (!(bound < Math.abs(shape.jump))) return null;
  const slopes: [number, number] = [Math.min(forward.value, backward.value), Math.max(forward.value, backward.value)];
  const numeric = Math.min(Math.max(entry.claimed, slopes[0]), slopes[1]);
  const outside = Math.abs(entry.claimed - numeric);
  if (outside <= bound + entry.claimBound)
    return { kind: 'decided', verdict: 'kink', reason: 'subgradient', numeric, bound, slopes };
  if (outside > 4 * bound + entry.claimBound)
    return { kind: 'decided', verdict: 'fail', reason: 'outside-subgradient', numeric, bound, slopes };
  return null;
}
