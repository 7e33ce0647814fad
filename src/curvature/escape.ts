import type { Asking } from '../numdiff/index.js';
import { dot } from './symmetric-matrix.js';

/** A way off a saddle or a maximum. */
export interface Escape {
  /** Unit direction over all entries of the point, downhill. */
  readonly direction: Float64Array;
  /** How far along it the loss has fallen by `fall`; null where it does not within reach. */
  readonly distance: number | null;
  readonly fall: number;
  /** Loss there. */
  readonly loss: number | null;
  /** The distance that the curvature alone foresees, √(2·fall/|λ|). */
  readonly foreseen: number;
}

export interface EscapeProblem {
  readonly point: Float64Array;
  readonly loss: number;
  /** The loss may fall by a share of this: its size, or what it changes by over typical sizes where it is 0. */
  readonly scale: number;
  readonly gradient: Float64Array;
  /** Unit vector over all entries, and its curvature, which is negative. */
  readonly vector: Float64Array;
  readonly curvature: number;
  readonly lower?: Float64Array;
  readonly upper?: Float64Array;
}

/** Told: how far until the loss has fallen by one part in a hundred. */
const FALL = 0.01;
const MOST_DOUBLINGS = 24;
const BISECTIONS = 24;

/** Walks from the point along the direction, to the side where the loss falls sooner, until it has fallen by 1 %. */
export function* findEscape(problem: EscapeProblem): Asking<Escape> {
  // Where the loss is 0 and no entry by itself changes it: what it changes by over a unit of the way.
  const fall = FALL * (problem.scale || -problem.curvature);
  const foreseen = Math.sqrt((2 * fall) / -problem.curvature);
  const ways: Escape[] = [];
  const uphill = dot(problem.gradient, problem.vector) > 0 ? -1 : 1;
  for (const sign of [uphill, -uphill]) {
    const direction = problem.vector.map((v) => v * sign || 0);
    const found = yield* walk(problem, direction, fall, foreseen);
    ways.push({ direction, fall, foreseen, ...found });
  }
  return ways.reduce((best, way) => ((way.distance ?? Infinity) < (best.distance ?? Infinity) ? way : best));
}

function* walk(
  problem: EscapeProblem,
  direction: Float64Array,
  fall: number,
  foreseen: number,
): Asking<{ distance: number | null; loss: number | null }> {
  const { point, loss } = problem;
  const room = roomAlong(problem, direction);
  function* lossAt(t: number): Asking<number> {
    return (yield [{ point: point.map((x, i) => x + t * direction[i]) }])[0];
  }
  let inside = 0;
  let outside = Math.min(foreseen / 8, room);
  let there = yield* lossAt(outside);
  for (let k = 0; k < MOST_DOUBLINGS && !(there <= loss - fall); k++) {
    if (!Number.isFinite(there) || outside >= room) return { distance: null, loss: null };
    inside = outside;
    outside = Math.min(2 * outside, room);
    there = yield* lossAt(outside);
  }
  if (!(there <= loss - fall)) return { distance: null, loss: null };
  for (let k = 0; k < BISECTIONS && outside - inside > 1e-3 * outside; k++) {
    const middle = (inside + outside) / 2;
    const found = yield* lossAt(middle);
    if (found <= loss - fall) [outside, there] = [middle, found];
    else inside = middle;
  }
  return { distance: outside, loss: there };
}

function roomAlong({ point, lower, upper }: EscapeProblem, direction: Float64Array): number {
  return direction.reduce((room, v, i) => {
    if (v === 0) return room;
    const wall = v > 0 ? (upper?.[i] ?? Infinity) : (lower?.[i] ?? -Infinity);
    return Math.min(room, Math.max(0, (wall - point[i]) / v));
  }, Infinity);
}
