import {
  breakLineStreaks,
  createLineStreaks,
  extendLineStreaks,
  findDeadLines,
  hasExtent,
  type LineStreaks,
} from './dead-lines.js';
import { createDirection, turnTo, type Direction } from './direction.js';
import { measureBlock, measureNorm, type Piece } from './measure-block.js';
import { createTable } from './table.js';
import type { ParameterStep } from './types.js';

/** A parameter, or its gradient, where it lies. */
export interface Block {
  readonly path: string;
  readonly shape: readonly number[];
  readonly pieces: readonly Piece[];
}

/** What measuring remembers from step to step. Plain data. */
export interface Meter {
  readonly direction: Direction;
  readonly lines: Record<string, LineStreaks>;
}

export function createMeter(): Meter {
  return { direction: createDirection(), lines: createTable() };
}

/** Measures a gradient; it is read, and never written to. */
export function measureGradient(
  meter: Meter,
  blocks: readonly Block[],
): { readonly params: Record<string, ParameterStep>; readonly cosine?: number } {
  const params = createTable<ParameterStep>();
  for (const block of blocks) {
    const { path, shape, pieces } = block;
    const told = measureBlock(pieces, shape);
    params[path] = shape.length === 2 ? { ...told, ...watchLines(meter, block, told) } : told;
  }
  const cosine = turnTo(
    meter.direction,
    blocks.map(({ pieces }) => pieces),
  );
  return { params, ...(cosine === undefined ? {} : { cosine }) };
}

/** The norms of parameters, or of their updates, by path. */
export function measureNorms(blocks: readonly Block[]): Record<string, number> {
  const norms = createTable<number>();
  for (const { path, pieces } of blocks) norms[path] = measureNorm(pieces);
  return norms;
}

function watchLines(meter: Meter, { path, shape, pieces }: Block, told: ParameterStep): Partial<ParameterStep> {
  const [rows, columns] = shape;
  if (rows === 0 || columns === 0) return {};
  const known = meter.lines[path];
  // A matrix of another extent, as of another batch, has other lines.
  const streaks = known && hasExtent(known, shape) ? known : (meter.lines[path] = createLineStreaks(rows, columns));
  const { zeros = 0 } = told;
  if (zeros * rows * columns < Math.min(rows, columns) - 0.5) {
    breakLineStreaks(streaks);
    return {};
  }
  extendLineStreaks(streaks, entryReader(pieces, columns));
  return findDeadLines(streaks);
}

/** Reads entries of a matrix that lies in one piece, or in one for each row. */
function entryReader(pieces: readonly Piece[], columns: number): (row: number, column: number) => number {
  if (pieces.length > 1) return (row, column) => pieces[row].values[pieces[row].from + column];
  const [{ values, from }] = pieces;
  return (row, column) => values[from + row * columns + column];
}
