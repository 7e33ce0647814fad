import { plain } from './arithmetic.js';
import { ROUND_FLOAT32 } from './operations.js';
import { indexAt, record, TrackedNumber, valueAt } from './recorder.js';
import { FIRST, hasTracked, SHADOW, trackedOf, type Shadowed } from './shadow.js';

/** `array[key]`, for an array that has a shadow. */
export function loadElement(array: Shadowed, key: unknown): unknown {
  const { tracked } = array[SHADOW];
  if (tracked === null) return array[key as number];
  if (typeof key !== 'number') return loadNamed(array, key);
  const value = array[key];
  // Beside the array may lie elements of another one of the same buffer.
  return value === undefined ? value : (tracked[array[FIRST] + key] ?? value);
}

/** The name of an element as text, such as `for … in` gives, or of a property. */
function loadNamed(array: Shadowed, key: unknown): unknown {
  const index = indexOfName(key);
  return index === null ? array[key as number] : loadElement(array, index);
}

function indexOfName(key: unknown): number | null {
  if (typeof key === 'symbol') return null;
  const name = String(plain(key));
  const index = Number(name);
  return String(index) === name ? index : null;
}

/** `array[key] = x`, for an array that has a shadow; returns x, as an assignment does. */
export function storeElement(array: Shadowed, key: unknown, x: unknown): unknown {
  const index = typeof key === 'number' ? key : indexOfName(key);
  if (index === null) return (array[key as number] = x as number);
  const shadow = array[SHADOW];
  const isTracked = x instanceof TrackedNumber;
  const value = isTracked ? valueAt(x) : (x as number);
  array[index] = value;
  const stored = array[index];
  // Where nothing can be read there is no element; integers cut the derivative off as they cut the value.
  if (stored === undefined || !shadow.isWide) return x;
  const at = array[FIRST] + index;
  if (!isTracked) {
    if (shadow.tracked !== null) shadow.tracked[at] = null;
  } else if (Object.is(stored, value)) trackedOf(shadow)[at] = x;
  else trackedOf(shadow)[at] = record(ROUND_FLOAT32, 0, indexAt(x), 0, stored, 0);
  return x;
}

/** `container[key]` where it is not known at sight whether the container has a shadow. */
export function getElement(container: unknown, key: unknown): unknown {
  const array = container as Shadowed;
  return array[SHADOW] === undefined ? array[key as number] : loadElement(array, key);
}

export function setElement(container: unknown, key: unknown, x: unknown): unknown {
  const array = container as Shadowed;
  return array[SHADOW] === undefined ? (array[key as number] = x as number) : storeElement(array, key, x);
}

/** The elements as a plain array of numbers and tracked numbers. */
export function listElements(array: Shadowed): unknown[] {
  return Array.from({ length: array.length }, (_, i) => loadElement(array, i));
}

/** What a pattern of indices takes apart: a typed array with tracked elements as a list of them. */
export function openElements(x: unknown): unknown {
  return hasTracked(x) ? listElements(x as Shadowed) : x;
}

export function storeAll(array: unknown, elements: ArrayLike<unknown>, offset = 0): void {
  for (let i = 0; i < elements.length; i++) setElement(array, offset + i, elements[i]);
}

/** `[place(a, i).value] = …`: an element as the target of a destructuring. */
export class ElementPlace {
  constructor(
    private readonly container: unknown,
    private readonly key: unknown,
  ) {}

  get value(): unknown {
    return getElement(this.container, this.key);
  }

  set value(x: unknown) {
    setElement(this.container, this.key, x);
  }
}
