import { plain } from './arithmetic.js';
import { getElement, listElements, setElement } from './elements.js';
import { TrackedNumber, valueAt } from './recorder.js';
import { countEscape } from './recording.js';
import { hasTracked, isShadowed } from './shadow.js';
import { callApply } from './watched-methods.js';

/** Functions of `Object` and `Reflect` that would see a tracked number as an object, or read a typed array as it is. */

/** What shows of x where its properties are read: a typed array shows its elements, a number nothing. */
export function propertiesOf(x: unknown): unknown {
  if (x instanceof TrackedNumber) return valueAt(x);
  return hasTracked(x) ? { ...listElements(x as never) } : x;
}

export const TRACKED_STATICS = {
  Object_is: (a: unknown, b: unknown): boolean => Object.is(plain(a), plain(b)),
  Object_assign: (target: object, ...sources: unknown[]): unknown => {
    if (!isShadowed(target)) return Object.assign(target, ...sources.map(propertiesOf));
    for (const source of sources)
      for (const [key, value] of Object.entries(propertiesOf(source) ?? {})) setElement(target, key, value);
    return target;
  },
  Object_entries: (x: object): unknown => Object.entries(propertiesOf(x) as object),
  Object_keys: (x: object): unknown => Object.keys(plain(x) as object),
  Object_values: (x: object): unknown => Object.values(propertiesOf(x) as object),
  Reflect_apply: (f: unknown, self: unknown, list: unknown): unknown => callApply(f as never, self, list),
  Reflect_get: (target: object, key: PropertyKey, ...receiver: unknown[]): unknown =>
    isShadowed(target) ? getElement(target, key) : Reflect.get(target, key, ...receiver),
  Reflect_set: (target: object, key: PropertyKey, x: unknown, ...receiver: unknown[]): boolean => {
    if (!isShadowed(target)) return Reflect.set(target, key, x, ...(receiver as []));
    setElement(target, key, x);
    return true;
  },
};

/** `Object(x)` makes an object of a number. */
export function makeObject(x?: unknown): unknown {
  if (!(x instanceof TrackedNumber)) return Object(x);
  countEscape();
  return Object(valueAt(x));
}

export function makeArray(length: unknown): unknown[] {
  return Array(plain(length) as number);
}

/**
 * Looks over what is handed to a package, whose code is not rewritten: it reads typed arrays without their derivatives,
 * and nothing tells. Tracked numbers tell themselves.
 */
export function handOver<T>(x: T): T {
  if (hasTracked(x)) countEscape();
  else if (typeof x === 'object' && x !== null && !ArrayBuffer.isView(x)) {
    for (const part of Object.values(x)) if (hasTracked(part)) countEscape();
  }
  return x;
}
