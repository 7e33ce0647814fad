/** Where a Hessian is taken, and how far one may go from there. */
export interface HessianDomain {
  readonly point: Float64Array;
  /** Places in the flat vector of the entries that vary: the rows and columns of the Hessian, in this order. */
  readonly active: Int32Array;
  /** Typical sizes of all entries, powers of two. */
  readonly scales: Float64Array;
  readonly lower?: Float64Array;
  readonly upper?: Float64Array;
  /** Whether an entry is stored as float32, so that a step is rounded. */
  isFloat32(i: number): boolean;
}

/** To which side steps have to go: both (0) unless a bound is nearer than `step`. */
export function freeSide({ point, lower, upper }: HessianDomain, i: number, step: number): -1 | 0 | 1 {
  const below = point[i] - (lower?.[i] ?? -Infinity);
  const above = (upper?.[i] ?? Infinity) - point[i];
  return Math.min(below, above) >= step ? 0 : above >= below ? 1 : -1;
}

/** The largest step that `reach` steps to the freer side leave room for. */
export function largestStep({ point, lower, upper }: HessianDomain, i: number, reach: number): number {
  const below = point[i] - (lower?.[i] ?? -Infinity);
  const above = (upper?.[i] ?? Infinity) - point[i];
  return Math.max(below, above) / reach;
}

/** The value of an entry some way off, as it is stored and within its bounds. */
export function entryAt({ point, lower, upper, isFloat32 }: HessianDomain, i: number, away: number): number {
  const value = isFloat32(i) ? Math.fround(point[i] + away) : point[i] + away;
  return Math.min(Math.max(value, lower?.[i] ?? -Infinity), upper?.[i] ?? Infinity);
}

/** The point some way along a direction, within the bounds: rounding may carry the last step over one. */
export function pointAlong({ point, lower, upper }: HessianDomain, direction: Float64Array, t: number): Float64Array {
  return point.map((x, i) =>
    direction[i] === 0 ? x : Math.min(Math.max(x + t * direction[i], lower?.[i] ?? -Infinity), upper?.[i] ?? Infinity),
  );
}
