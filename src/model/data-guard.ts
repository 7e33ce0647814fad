/** Data of more values than this are not watched: copying and comparing them would cost more than a check. */
const MOST_VALUES = 2_000_000;

/**
 * Hands the same data to every call, whatever calls do to them. The data are copied once; as long as no call changes
 * them the original is handed out, from the first change on a fresh copy for each call.
 */
export class DataGuard {
  private readonly pristine: unknown;
  private readonly isWatched: boolean;
  wasChanged = false;

  constructor(private readonly original: unknown) {
    const budget = { left: MOST_VALUES };
    const copy = deepCopy(original, budget);
    this.isWatched = typeof original === 'object' && original !== null && budget.left > 0;
    this.pristine = this.isWatched ? copy : original;
  }

  /** The data for one call. */
  forCall(): unknown {
    return this.wasChanged ? copyData(this.pristine) : this.original;
  }

  /** Looks whether the last call changed what it was given. */
  inspect(): boolean {
    if (this.isWatched && !this.wasChanged) this.wasChanged = !isDeepEqual(this.original, this.pristine);
    return this.wasChanged;
  }
}

/** Deeper nesting, or a cycle, is not watched. */
const MOST_DEPTH = 100;

/** Data of any size, copied so that nothing a call does to them reaches the original. */
export function copyData(data: unknown): unknown {
  return deepCopy(data, { left: Infinity });
}

/**
 * Copies arrays, typed arrays and plain objects; anything else (functions, class instances, maps) is shared.
 */
function deepCopy(value: unknown, budget: { left: number }, depth = 0): unknown {
  budget.left--;
  if (depth > MOST_DEPTH) budget.left = -1;
  if (typeof value !== 'object' || value === null || budget.left < 0) return value;
  if (ArrayBuffer.isView(value)) {
    if (!('slice' in value)) return value;
    const array = value as unknown as { slice(): unknown; length: number };
    budget.left -= array.length;
    return array.slice();
  }
  if (Array.isArray(value)) return value.map((item) => deepCopy(item, budget, depth + 1));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value))
    copy[key] = deepCopy((value as Record<string, unknown>)[key], budget, depth + 1);
  return copy;
}

function isDeepEqual(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) && Array.isArray(b) && typeof a[0] === 'number') return areSameNumbers(a, b);
  if (ArrayBuffer.isView(a) || Array.isArray(a)) {
    const [left, right] = [a, b] as unknown as [ArrayLike<unknown>, ArrayLike<unknown>];
    if (left.length !== right.length) return false;
    for (let i = 0; i < left.length; i++) if (!isDeepEqual(left[i], right[i])) return false;
    return true;
  }
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => isDeepEqual((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]));
}

/**
 * Reads numbers through a copy: reading the elements of the user's arrays here makes V8 (Node 20) give up on its fast
 * paths for them in the user's own loops, measured at a tenth of their speed.
 */
function areSameNumbers(a: readonly unknown[], b: readonly unknown[]): boolean {
  if (a.length !== b.length) return false;
  const [left, right] = [new Float64Array(a as number[]), new Float64Array(b as number[])];
  return left.every((value, i) => Object.is(value, right[i]));
}
