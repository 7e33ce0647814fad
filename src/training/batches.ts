import type { SeededRandom } from '../numdiff/random.js';

/** Where a run stands in its data. Plain data. */
export interface BatchState {
  /** Rows of this pass over the data, in their order. */
  order: number[];
  /** Rows of it that were taken. */
  taken: number;
  /** Passes begun. */
  passes: number;
}

export function startBatches(): BatchState {
  return { order: [], taken: 0, passes: 0 };
}

/**
 * The rows of the next batch: each pass takes every row once, in an order of its own (Fisher and Yates); its last batch
 * may be smaller.
 * @param random started anew for each pass, by its number: a run taken up in the middle of one needs no past
 */
export function nextBatch(state: BatchState, rows: number, size: number, random: SeededRandom): readonly number[] {
  if (state.taken >= state.order.length) {
    state.order = shuffle(rows, random, ++state.passes);
    state.taken = 0;
  }
  const batch = state.order.slice(state.taken, state.taken + size);
  state.taken += batch.length;
  return batch;
}

function shuffle(rows: number, random: SeededRandom, pass: number): number[] {
  random.restart(pass);
  const order = Array.from({ length: rows }, (_, row) => row);
  for (let i = rows - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}
