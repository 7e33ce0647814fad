import { numberOf, plain } from './arithmetic.js';
import { ROUND_FLOAT32 } from './operations.js';
import { record, TrackedNumber, valueAt } from './recorder.js';

/**
 * Typed arrays that remember which of their elements are tracked. They are real typed arrays (`instanceof`, `length`,
 * native code that reads them: all as ever) holding the values, with the entries on the tape beside them, one for each
 * element of the buffer, so that `subarray` and views of the same buffer share both.
 */

/** The entries of a buffer's elements; null until the first tracked number is stored. */
interface Shadow {
  entries: Int32Array | null;
  readonly elementSize: number;
  readonly isWide: boolean;
}

type Store = Record<number, number> & {
  readonly buffer: ArrayBufferLike;
  readonly byteOffset: number;
  readonly length: number;
};

/** A typed array with its entries; the name is what the rewritten code asks any object for. */
interface Tracked extends Store {
  readonly $shadow: Shadow;
  /** Index of its first element in the shadow. */
  readonly $first: number;
}

/** The shadow belongs to the buffer: what one view stores the other finds. */
const shadows = new WeakMap<object, Shadow>();

function shadowOf(buffer: ArrayBufferLike, elementSize: number, isWide: boolean): Shadow {
  const known = shadows.get(buffer);
  if (known && (known.elementSize === elementSize || known.entries === null)) {
    if (known.elementSize === elementSize) return known;
  }
  const shadow: Shadow = { entries: null, elementSize, isWide };
  shadows.set(buffer, shadow);
  return shadow;
}

/** `array[index]`, for an array that has a shadow. */
export function loadElement(array: Tracked, index: number): unknown {
  const { entries } = array.$shadow;
  const value = array[index];
  if (entries === null) return value;
  const entry = entries[array.$first + Number(index)];
  return entry > 0 && value !== undefined ? elementAt(entry) : value;
}

/** Elements are handed out as fresh objects: an object an element would cost more than it saves. */
function elementAt(entry: number): TrackedNumber {
  return new TrackedNumber(entry);
}

/** `array[index] = x`, for an array that has a shadow; returns x, as an assignment does. */
export function storeElement(array: Tracked, index: number, x: unknown): unknown {
  const shadow = array.$shadow;
  const at = Number(index);
  if (!(x instanceof TrackedNumber)) {
    array[index] = x as number;
    if (shadow.entries !== null && at >= 0 && at < array.length) shadow.entries[array.$first + at] = 0;
    return x;
  }
  const value = valueAt(x);
  array[index] = value;
  if (!(at >= 0 && at < array.length) || !shadow.isWide) {
    // An integer array cuts the derivative off, as the value is cut.
    if (shadow.entries !== null && at >= 0 && at < array.length) shadow.entries[array.$first + at] = 0;
    return x;
  }
  shadow.entries ??= new Int32Array(array.buffer.byteLength / shadow.elementSize);
  const stored = array[index];
  const rounded = Object.is(stored, value) ? x.entry : record(ROUND_FLOAT32, 0, x.entry, 0, stored, 0).entry;
  shadow.entries[array.$first + at] = rounded;
  return x;
}

/** `container[key]` where it is not known at sight whether the container has a shadow. */
export function getElement(container: unknown, key: unknown): unknown {
  const array = container as Tracked;
  return array.$shadow === undefined ? array[key as number] : loadElement(array, key as number);
}

export function setElement(container: unknown, key: unknown, x: unknown): unknown {
  const array = container as Tracked;
  if (array.$shadow === undefined) return (array[key as number] = x as number);
  return storeElement(array, key as number, x);
}

/** The elements as a plain array of numbers and tracked numbers. */
function listElements(array: Tracked): unknown[] {
  const list: unknown[] = [];
  for (let i = 0; i < array.length; i++) list.push(loadElement(array, i));
  return list;
}

function storeAll(array: Tracked, elements: ArrayLike<unknown>, offset = 0): void {
  for (let i = 0; i < elements.length; i++) storeElement(array, offset + i, elements[i]);
}

type AnyTypedArray = Float64Array;
type TypedArrayConstructor = typeof Float64Array;

/** A class that stands for `Base` in the rewritten code. */
function trackedClass(Base: TypedArrayConstructor, isWide: boolean): TypedArrayConstructor {
  const { [Base.name]: Class } = {
    [Base.name]: class extends Base {
      readonly $shadow: Shadow;
      readonly $first: number;

      constructor(...args: unknown[]) {
        const source = args[0];
        const list = typeof source === 'object' && source !== null && !isBuffer(source) ? elementsOf(source) : null;
        super(...((list ? [list.length] : args.map(plain)) as [number]));
        const { buffer, byteOffset } = this;
        this.$shadow = shadowOf(buffer, Base.BYTES_PER_ELEMENT, isWide);
        this.$first = byteOffset / Base.BYTES_PER_ELEMENT;
        if (list) fillFrom(this as unknown as Tracked, list);
      }

      static override from(source: never, map?: (x: never, i: number) => number, self?: unknown): never {
        const list = Array.from(source as Iterable<unknown>);
        const mapped = map ? list.map((x, i) => map.call(self, x as never, i)) : list;
        return new Class(mapped as never) as never;
      }

      static override of(...items: number[]): never {
        return new Class(items) as never;
      }
    } as unknown as TypedArrayConstructor,
  };
  for (const [name, method] of Object.entries(METHODS)) {
    Object.defineProperty(Class.prototype, name, { value: method, writable: true, configurable: true });
  }
  Object.defineProperty(Class.prototype, Symbol.iterator, {
    value: METHODS.values,
    writable: true,
    configurable: true,
  });
  return Class;
}

function isBuffer(value: object): boolean {
  return (
    value instanceof ArrayBuffer || (typeof SharedArrayBuffer === 'function' && value instanceof SharedArrayBuffer)
  );
}

function elementsOf(source: object): ArrayLike<unknown> {
  if ((source as Tracked).$shadow !== undefined || ArrayBuffer.isView(source) || Array.isArray(source))
    return source as ArrayLike<unknown>;
  return Symbol.iterator in source ? [...(source as Iterable<unknown>)] : Array.from(source as ArrayLike<unknown>);
}

/** Plain values go the fast way; a look at each element is needed only where one may be tracked. */
function fillFrom(array: Tracked, source: ArrayLike<unknown>): void {
  const shadow = (source as unknown as Tracked).$shadow;
  const isPlain = shadow ? shadow.entries === null : ArrayBuffer.isView(source) || !hasTracked(source);
  if (isPlain) (array as unknown as AnyTypedArray).set(source as ArrayLike<number>);
  else for (let i = 0; i < source.length; i++) storeElement(array, i, getElement(source, i));
}

function hasTracked(source: ArrayLike<unknown>): boolean {
  for (let i = 0; i < source.length; i++) if (source[i] instanceof TrackedNumber) return true;
  return false;
}

const nativeSet = Float64Array.prototype.set;
const nativeFill = Float64Array.prototype.fill;

type Callback = (x: unknown, index: number, array: unknown) => unknown;

/** A fresh array of the same class. */
function freshLike(array: Tracked, length: number): Tracked {
  return new (array.constructor as new (length: number) => Tracked)(length);
}

function fromElements(array: Tracked, elements: readonly unknown[]): Tracked {
  const fresh = freshLike(array, elements.length);
  storeAll(fresh, elements);
  return fresh;
}

/** Callbacks are told the typed array itself, as the language says. */
function overElements(array: Tracked, callback: Callback, self: unknown): (x: unknown, index: number) => unknown {
  return (x, index) => callback.call(self, x, index, array);
}

function byValue(compare?: (a: unknown, b: unknown) => unknown): (a: unknown, b: unknown) => number {
  if (compare) return (a, b) => numberOf(compare(a, b));
  return (a, b) => numberOf(a) - numberOf(b);
}

/** The methods of typed arrays that read or write elements; the others (`subarray`, `keys`, `join`) are the native ones. */
const METHODS: Record<string, (this: Tracked, ...args: never[]) => unknown> = {
  at(index: number) {
    const i = Math.trunc(numberOf(index)) || 0;
    return loadElement(this, i < 0 ? this.length + i : i);
  },
  copyWithin(target: number, start: number, end?: number) {
    const elements = listElements(this);
    storeAll(this, elements.copyWithin(target, start, end));
    return this;
  },
  entries() {
    return listElements(this).entries();
  },
  every(callback: Callback, self?: unknown) {
    return listElements(this).every(overElements(this, callback, self));
  },
  fill(x: unknown, start?: number, end?: number) {
    nativeFill.call(this, numberOf(x), start, end);
    if (x instanceof TrackedNumber || this.$shadow.entries !== null) {
      const from = clampIndex(start ?? 0, this.length);
      const to = clampIndex(end ?? this.length, this.length);
      for (let i = from; i < to; i++) storeElement(this, i, x);
    }
    return this;
  },
  filter(callback: Callback, self?: unknown) {
    return fromElements(this, listElements(this).filter(overElements(this, callback, self)));
  },
  find(callback: Callback, self?: unknown) {
    return listElements(this).find(overElements(this, callback, self));
  },
  findIndex(callback: Callback, self?: unknown) {
    return listElements(this).findIndex(overElements(this, callback, self));
  },
  findLast(callback: Callback, self?: unknown) {
    return listElements(this).findLast(overElements(this, callback, self));
  },
  findLastIndex(callback: Callback, self?: unknown) {
    return listElements(this).findLastIndex(overElements(this, callback, self));
  },
  forEach(callback: Callback, self?: unknown) {
    for (let i = 0; i < this.length; i++) callback.call(self, loadElement(this, i), i, this);
  },
  map(callback: Callback, self?: unknown) {
    const fresh = freshLike(this, this.length);
    for (let i = 0; i < this.length; i++) storeElement(fresh, i, callback.call(self, loadElement(this, i), i, this));
    return fresh;
  },
  reduce(callback: (sum: unknown, x: unknown, index: number, array: unknown) => unknown, ...start: unknown[]) {
    if (this.length === 0 && start.length === 0) return [].reduce(() => 0 as never);
    let sum = start.length > 0 ? start[0] : loadElement(this, 0);
    for (let i = start.length > 0 ? 0 : 1; i < this.length; i++) sum = callback(sum, loadElement(this, i), i, this);
    return sum;
  },
  reduceRight(callback: (sum: unknown, x: unknown, index: number, array: unknown) => unknown, ...start: unknown[]) {
    const elements = listElements(this);
    const step = (sum: unknown, x: unknown, index: number): unknown => callback(sum, x, index, this);
    return start.length > 0 ? elements.reduceRight(step, start[0]) : elements.reduceRight(step);
  },
  reverse() {
    storeAll(this, listElements(this).reverse());
    return this;
  },
  set(source: ArrayLike<unknown>, offset = 0) {
    const isPlainSource = ArrayBuffer.isView(source) && (source as unknown as Tracked).$shadow === undefined;
    if (this.$shadow.entries === null && (isPlainSource || !mayHoldTracked(source)))
      return nativeSet.call(this, source as ArrayLike<number>, offset);
    const elements = Array.from({ length: source.length }, (_, i) => getElement(source, i));
    if (offset + elements.length > this.length) throw new RangeError('offset is out of bounds');
    storeAll(this, elements, offset);
    return undefined;
  },
  slice(start?: number, end?: number) {
    return fromElements(this, listElements(this).slice(start, end));
  },
  some(callback: Callback, self?: unknown) {
    return listElements(this).some(overElements(this, callback, self));
  },
  sort(compare?: (a: unknown, b: unknown) => unknown) {
    storeAll(this, listElements(this).sort(byValue(compare)));
    return this;
  },
  toReversed() {
    return fromElements(this, listElements(this).reverse());
  },
  toSorted(compare?: (a: unknown, b: unknown) => unknown) {
    return fromElements(this, listElements(this).sort(byValue(compare)));
  },
  values() {
    return this.$shadow.entries === null ? Float64Array.prototype.values.call(this) : new ElementIterator(this);
  },
  with(index: number, x: unknown) {
    const fresh = fromElements(this, listElements(this));
    storeElement(fresh, index < 0 ? this.length + index : index, x);
    return fresh;
  },
};

function mayHoldTracked(source: ArrayLike<unknown>): boolean {
  const shadow = (source as unknown as Tracked).$shadow;
  return shadow ? shadow.entries !== null : hasTracked(source);
}

function clampIndex(index: number, length: number): number {
  const i = Math.trunc(numberOf(index)) || 0;
  return Math.min(length, i < 0 ? Math.max(0, length + i) : i);
}

class ElementIterator implements IterableIterator<unknown> {
  private index = 0;
  constructor(private readonly array: Tracked) {}

  next(): IteratorResult<unknown> {
    if (this.index >= this.array.length) return { value: undefined, done: true };
    return { value: loadElement(this.array, this.index++), done: false };
  }

  [Symbol.iterator](): this {
    return this;
  }
}

/** What stands for the language's typed arrays in the rewritten code. Integer arrays hold no derivatives. */
export const TRACKED_ARRAYS: Readonly<Record<string, TypedArrayConstructor>> = Object.fromEntries(
  [Float64Array, Float32Array]
    .map((Base) => [Base.name, trackedClass(Base as TypedArrayConstructor, true)])
    .concat(
      [Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array].map((Base) => [
        Base.name,
        trackedClass(Base as unknown as TypedArrayConstructor, false),
      ]),
    ),
) as Record<string, TypedArrayConstructor>;
