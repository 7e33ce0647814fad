import { numberOf } from './arithmetic.js';
import { getElement, storeAll } from './elements.js';
import { FIRST, hasTracked, isShadowed, PLAIN_CLASS, SHADOW, trackedOf, type Shadowed } from './shadow.js';

/** New typed arrays, and values that go from one to another together with what is tracked of them. */

export const NATIVE = Float64Array.prototype as unknown as Record<
  string,
  (this: unknown, ...args: unknown[]) => unknown
>;

/** The class that the language would make: `map` and `slice` ask the array's class, `with` and `toSorted` do not. */
export function speciesOf(array: Shadowed): new (length: number) => Shadowed {
  const Class = array.constructor as unknown as { [Symbol.species]?: new (length: number) => Shadowed };
  return Class[Symbol.species] ?? array[PLAIN_CLASS];
}

export function fill<T>(array: T, elements: ArrayLike<unknown>): T {
  storeAll(array, elements);
  return array;
}

export function plainCopy(array: Shadowed, elements: ArrayLike<unknown>): Shadowed {
  return fill(new array[PLAIN_CLASS](elements.length), elements);
}

export function clampIndex(index: unknown, length: number, otherwise: number): number {
  if (index === undefined) return otherwise;
  const i = Math.trunc(numberOf(index)) || 0;
  return Math.min(length, i < 0 ? Math.max(0, length + i) : i);
}

/** What is tracked goes along with values that were copied between arrays whose elements are of the same kind. */
export function copyTracked(from: Shadowed, start: number, to: Shadowed, at: number, count: number): void {
  const source = from[SHADOW].tracked;
  if (source === null && to[SHADOW].tracked === null) return;
  const target = trackedOf(to[SHADOW]);
  // A copy, since both may lie in one buffer.
  const numbers = source?.slice(from[FIRST] + start, from[FIRST] + start + count);
  for (let i = 0; i < count; i++) target[to[FIRST] + at + i] = numbers?.[i] ?? null;
}

export function isSameKind(a: Shadowed, b: unknown): b is Shadowed {
  return isShadowed(b) && b[PLAIN_CLASS] === a[PLAIN_CLASS] && a[SHADOW].alias === 'none';
}

/** `array.set(source, offset)`. */
export function setElements(array: Shadowed, source: ArrayLike<unknown>, offset: number): void {
  if (ArrayBuffer.isView(source) && !hasTracked(array) && !hasTracked(source)) {
    NATIVE.set.call(array, source, offset);
    return;
  }
  if (isSameKind(array, source)) {
    NATIVE.set.call(array, source, offset);
    return copyTracked(source, 0, array, offset, source.length);
  }
  const elements = Array.from({ length: source.length }, (_, i) => getElement(source, i));
  if (offset < 0 || offset + elements.length > array.length) throw new RangeError('offset is out of bounds');
  return storeAll(array, elements, offset);
}
