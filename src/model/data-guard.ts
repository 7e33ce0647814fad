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

/** That of buffers of Node shares the memory. */
const { slice: sliceTyped } = Uint8Array.prototype;

/**
 * Copies arrays, typed arrays and plain objects; anything else (functions, instances of classes, maps) is shared.
 */
function deepCopy(value: unknown, budget: { left: number }, depth = 0): unknown {
  budget.left--;
  if (depth > MOST_DEPTH) budget.left = -1;
  if (typeof value !== 'object' || value === null || budget.left < 0) return value;
  if (ArrayBuffer.isView(value)) {
    if (!('BYTES_PER_ELEMENT' in value)) return value;
    budget.left -= value.byteLength / (value as Uint8Array).BYTES_PER_ELEMENT;
    return sliceTyped.call(value as Uint8Array);
  }
  if (isPlainArray(value)) return value.map((item) => deepCopy(item, budget, depth + 1));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  const record = value as Record<string, unknown>;
  // Defined, not assigned: `__proto__` may be a key like any other.
  return Object.fromEntries(Object.keys(record).map((key) => [key, deepCopy(record[key], budget, depth + 1)]));
}

function isDeepEqual(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) && Array.isArray(b) && b.length > 0 && b.every(isNumber)) return areSameNumbers(a, b);
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

/** Of this program, or of another realm of it (Jest has some), but of no class of its own. */
function isPlainArray(value: object): value is unknown[] {
  return Array.isArray(value) && (Object.getPrototypeOf(value) === Array.prototype || !(value instanceof Array));
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}

/**
 * Reads numbers through a copy: reading the elements of the user's arrays here makes V8 (Node 20) give up on its fast
 * paths for them in the user's own loops, measured at a tenth of their speed.
 */
function areSameNumbers(a: readonly unknown[], b: readonly number[]): boolean {
  if (a.length !== b.length) return false;
  try {
    const right = new Float64Array(b);
    return new Float64Array(a as number[]).every((value, i) => Object.is(value, right[i]));
  } catch {
    // What is there by now is no number.
    return false;
  }
}
