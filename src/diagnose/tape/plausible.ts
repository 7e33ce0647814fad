import type { Tape } from '../../model/tape.js';
import type { Alteration, Executions } from './alteration.js';
import { ONE, onlyExecutions } from './build-alterations.js';
import { alterationsOf } from './catalogue.js';
import type { Edge } from './edge.js';

/** An alteration that says something at an edge, and what it puts there. */
export interface Plausible {
  readonly alteration: Alteration;
  readonly slopes: Float64Array;
  /** The right derivative times a constant, in all executions. */
  readonly isFactor: boolean;
}

/** What may stand in the place of an edge's derivative, without what says the same by another name. */
export function listPlausible(tape: Tape, edge: Edge): Plausible[] {
  const found: Plausible[] = [];
  for (const alteration of [...alterationsOf(edge), ...executionsOf(edge)]) {
    const slopes = alteration.slopes(tape, edge);
    const isFactor = isMultiple(slopes, edge.slopes);
    if (alteration.isLoose && (isFactor || isConstant(slopes))) continue;
    // Where the derivative is −1, to leave it out is to lose a sign.
    if (alteration === ONE && edge.slopes.every((slope) => slope === -1)) continue;
    found.push({ alteration, slopes, isFactor });
  }
  return found;
}

/** Blocks of executions at either end that may have been kept alone, or left out. */
const MOST_BLOCKS = 4;

/** Only the first or last executions, or all but these: of blocks that divide their number. */
function executionsOf({ entries, kind, isShared }: Edge): Alteration[] {
  const count = entries.length;
  if (count < 2 || kind === 'composite' || isShared) return [];
  const blocks: number[] = [];
  for (let size = 1; size <= count / 2 && blocks.length < MOST_BLOCKS; size++)
    if (count % size === 0) blocks.push(size);
  return blocks.flatMap((size) =>
    (['first', 'last'] as const).flatMap((end) =>
      [true, false].map((keeps) => onlyExecutions({ keeps, end, count: size } satisfies Executions)),
    ),
  );
}

function isConstant(values: Float64Array): boolean {
  return values.every((value) => value === values[0]);
}

/** Whether one list of numbers is a constant times the other. */
function isMultiple(values: Float64Array, of: Float64Array): boolean {
  let factor: number | null = null;
  for (let n = 0; n < values.length; n++) {
    if (of[n] === 0 && values[n] === 0) continue;
    const ratio = values[n] / of[n];
    factor ??= ratio;
    if (!(Math.abs(ratio - factor) <= 1e-9 * Math.abs(factor))) return false;
  }
  return true;
}
