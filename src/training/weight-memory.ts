import { measureNorm, type Piece } from './measure-block.js';
import type { Block } from './meter.js';
import { createTable } from './table.js';
import type { ParameterStep } from './types.js';

/** The weights of the step before, for the size of updates. */
export class WeightMemory {
  private readonly kept = createTable<Float64Array>();

  /** Adds norms of weights and of updates to what is known of a step; the first time, of the weights alone. */
  compare(
    blocks: readonly Block[],
    params: Readonly<Record<string, ParameterStep>>,
  ): Readonly<Record<string, ParameterStep>> {
    const told = createTable<ParameterStep>();
    for (const path in params) told[path] = params[path];
    for (const { path, pieces } of blocks)
      if (told[path]) told[path] = { ...told[path], ...this.measure(path, pieces) };
    return told;
  }

  private measure(path: string, pieces: readonly Piece[]): Pick<ParameterStep, 'weight' | 'update'> {
    const size = pieces.reduce((sum, { from, to }) => sum + to - from, 0);
    const before = this.kept[path];
    const isKnown = before?.length === size;
    const kept = isKnown ? before : (this.kept[path] = new Float64Array(size));
    const weight = measureNorm(isKnown ? [{ values: kept, from: 0, to: size }] : pieces);
    const squares = exchange(kept, pieces);
    return isKnown ? { weight, update: Math.sqrt(squares) } : { weight };
  }
}

/** Puts the weights of now in the place of those before; returns the sum of squares of the differences. */
function exchange(kept: Float64Array, pieces: readonly Piece[]): number {
  let squares = 0;
  let place = 0;
  for (const { values, from, to } of pieces)
    for (let i = from; i < to; i++) {
      const change = values[i] - kept[place];
      squares += change * change;
      kept[place++] = values[i];
    }
  return squares;
}
