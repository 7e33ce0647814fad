import { ROUNDOFF_32, ROUNDOFF_64, ulp, type Asking, type Ladder } from '../numdiff/index.js';
import type { EntryProblem } from './entry-problem.js';

/**
 * Whether the values that moved at a step are the same a hair further, or a hair nearer: in a loss that changes in steps
 * they are. One of the two must do, for steps of the ladder are often whole numbers of its steps, and where the point lies
 * close to an edge so do they all.
 */
export function* twinsAreFlat(entry: EntryProblem, ladder: Ladder, step: number): Asking<boolean> {
  const row = ladder.rows.find((taken) => taken.step === step)!;
  let open = ([1, -1] as const).filter((side) => (side > 0 ? row.plus : row.minus) !== ladder.center);
  const { twinDistance } = ladder.constants;
  for (const factor of [1 + twinDistance, 1 - twinDistance]) {
    const probes = open.map((side) => ({ index: entry.index, value: twinOf(entry, side * step, factor) }));
    const values = yield probes.filter(({ value }) => !Number.isNaN(value));
    open = open.filter((side, k) => {
      const asked = probes.slice(0, k).filter(({ value }) => !Number.isNaN(value)).length;
      const value = Number.isNaN(probes[k].value) ? NaN : values[asked];
      return value !== (side > 0 ? row.plus : row.minus);
    });
    if (open.length === 0) break;
  }
  return open.length === 0;
}

/** A point a hair beside x + step, at least one spacing of numbers from it; NaN outside the bounds. */
function twinOf({ x, lower, upper, isFloat32 }: EntryProblem, step: number, factor: number): number {
  const spacing = ulp(x + step, isFloat32 ? ROUNDOFF_32 : ROUNDOFF_64);
  const hair = Math.sign(step) * Math.sign(factor - 1) * Math.max(Math.abs(step * (factor - 1)), spacing);
  const twin = isFloat32 ? Math.fround(Math.fround(x + step) + hair) : x + step + hair;
  return twin <= upper && twin >= lower ? twin : NaN;
}
