import type { OptimizerName } from '../optimizers/index.js';
import { wordNumber } from '../words.js';
import { nearOf, type OptimizerResult } from './compare-optimizers.js';

export interface Recommendation {
  /** None is called the best where the runs do not tell them apart. */
  readonly names: readonly OptimizerName[];
  readonly reason: string;
}

/** Names the optimizers whose runs cannot be told from the best, with the range of learning rates that suited each. */
export function recommend(
  results: readonly OptimizerResult[],
  { initialLoss, seeds }: { readonly initialLoss: number; readonly seeds: number },
): Recommendation {
  const usable = results.filter(({ bestLoss }) => bestLoss.median < initialLoss);
  if (usable.length === 0)
    return {
      names: [],
      reason: 'no run came below the loss that it began with: try other learning rates, or check the gradient',
    };
  const leader = usable.reduce((a, b) => (b.bestLoss.median < a.bestLoss.median ? b : a));
  const limit = Math.max(leader.bestLoss.max, leader.bestLoss.median + nearOf(leader.bestLoss.median, initialLoss));
  const names = usable.filter(({ bestLoss }) => bestLoss.min <= limit && bestLoss.median <= limit);
  const ordered = names.sort((a, b) => decades(b) - decades(a) || a.bestLoss.median - b.bestLoss.median);
  const list = ordered.map(wordRange).join('; ');
  const basis =
    seeds === 1
      ? 'from one seed nothing can be ranked; these came within twice the lowest loss'
      : `over ${seeds} seeds these cannot be told apart by their loss: it comes within twice the lowest, or a hundredth of the way down; those that take the widest range of learning rates come first`;
  return { names: ordered.map(({ name }) => name), reason: `${basis}: ${list}` };
}

function decades({ learningRateRange: [lo, hi] }: OptimizerResult): number {
  return Math.log10(hi / lo);
}

function wordDecades(count: number): string {
  const text = wordNumber(count);
  return `${text} ${text === '1' ? 'decade' : 'decades'}`;
}

function wordRange(result: OptimizerResult): string {
  const { name, learningRateRange, bestLoss } = result;
  const [lo, hi] = learningRateRange.map(wordNumber);
  const range = lo === hi ? `${lo} alone of those tried` : `${lo} to ${hi} (${wordDecades(decades(result))})`;
  return `${name}, learning rate ${range}, loss ${wordNumber(bestLoss.median)}`;
}
