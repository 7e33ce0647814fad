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
    const copy = deepCopy(original, new Map(), budget);
    this.isWatched = typeof original === 'object' && original !== null && budget.left > 0;
    this.pristine = this.isWatched ? copy : original;
  }

  /** The data for one call. */
  forCall(): unknown {
    return this.wasChanged ? deepCopy(this.pristine, new Map(), { left: Infinity }) : this.original;
  }

  /** Looks whether the last call changed what it was given. */
  inspect(): boolean {
    if (this.isWatched && !this.wasChanged) this.wasChanged = !isDeepEqual(this.original, this.pristine, new Set());
    return this.wasChanged;
  }
}

/** Copies arrays, typed arrays and plain objects; anything else (functions, class instances, maps) is shared. */
function deepCopy(value: unknown, copies: Map<object, unknown>, budget: { left: number }): unknown {
  budget.left--;
  if (typeof value !== 'object' || value === null || budget.left < 0) return value;
  const known = copies.get(value);
  if (known !== undefined) return known;
  if (ArrayBuffer.isView(value)) {
    if (!('slice' in value)) return value;
    const array = value as unknown as { slice(): unknown; length: number };
    budget.left -= array.length;
    const copy = array.slice();
    copies.set(value, copy);
    return copy;
  }
  if (Array.isArray(value)) {
    if (value.every((item) => typeof item === 'number')) {
      budget.left -= value.length;
      const copy = value.slice();
      copies.set(value, copy);
      return copy;
    }
    const copy: unknown[] = [];
    copies.set(value, copy);
    for (let i = 0; i < value.length; i++) copy[i] = deepCopy(value[i], copies, budget);
    return copy;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  const copy: Record<string, unknown> = {};
  copies.set(value, copy);
  for (const key of Object.keys(value)) copy[key] = deepCopy((value as Record<string, unknown>)[key], copies, budget);
  return copy;
}

function isDeepEqual(a: unknown, b: unknown, seen: Set<object>): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (seen.has(a)) return true;
  seen.add(a);
  if (ArrayBuffer.isView(a) || Array.isArray(a)) {
    const [left, right] = [a, b] as unknown as [ArrayLike<unknown>, ArrayLike<unknown>];
    if (left.length !== right.length) return false;
    for (let i = 0; i < left.length; i++) if (!isDeepEqual(left[i], right[i], seen)) return false;
    return true;
  }
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) =>
    isDeepEqual((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key], seen),
  );
}
