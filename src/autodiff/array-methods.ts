import { numberOf, plain, truth } from './arithmetic.js';
import {
  clampIndex,
  copyTracked,
  fill,
  isSameKind,
  NATIVE,
  plainCopy,
  setElements,
  speciesOf,
} from './array-copies.js';
import { orderBy } from './array-order.js';
import { ElementIterator } from './element-iterator.js';
import { listElements, loadElement, setElement, storeElement } from './elements.js';
import { TrackedNumber } from './recorder.js';
import { noteText } from './recording.js';
import { FIRST, hasTracked, SHADOW, type Shadowed } from './shadow.js';

type Callback = (x: unknown, index: number, array: unknown) => unknown;
type Reducer = (sum: unknown, x: unknown, index: number, array: unknown) => unknown;
type Compare = (a: unknown, b: unknown) => unknown;
type Method = (this: Shadowed, ...args: never[]) => unknown;

/** Callbacks are told the typed array itself, as the language says, and their results are looked at for their values. */
function test(array: Shadowed, callback: Callback, self: unknown): (x: unknown, index: number) => boolean {
  return (x, index) => truth(callback.call(self, x, index, array));
}

/** Methods that only read elements: without tracked ones they are the language's own. */
const READERS: Record<string, Method> = {
  at(index: unknown) {
    const i = Math.trunc(numberOf(index)) || 0;
    return loadElement(this, i < 0 ? this.length + i : i);
  },
  *entries() {
    for (let i = 0; i < this.length; i++) yield [i, loadElement(this, i)];
  },
  join(separator?: string) {
    noteText();
    return NATIVE.join.call(this, separator);
  },
  reverse() {
    return fill(this, listElements(this).reverse());
  },
  copyWithin(target: number, start: number, end?: number) {
    return fill(this, listElements(this).copyWithin(target, start, end));
  },
  values() {
    return new ElementIterator(this);
  },
  slice(begin?: unknown, end?: unknown) {
    const [from, to] = [clampIndex(begin, this.length, 0), clampIndex(end, this.length, this.length)];
    const fresh = new (speciesOf(this))(Math.max(0, to - from));
    if (!isSameKind(this, fresh)) return fill(fresh, listElements(this).slice(from, to));
    NATIVE.set.call(fresh, NATIVE.subarray.call(this, from, to));
    copyTracked(this, from, fresh, 0, fresh.length);
    return fresh;
  },
};

/** Methods that call the user's code, or take a number: what comes back may be tracked. */
const WRITERS: Record<string, Method> = {
  every(callback: Callback, self?: unknown) {
    return listElements(this).every(test(this, callback, self));
  },
  fill(x: unknown, start?: unknown, end?: unknown) {
    const [from, to] = [clampIndex(start, this.length, 0), clampIndex(end, this.length, this.length)];
    if (x instanceof TrackedNumber) for (let i = from; i < to; i++) storeElement(this, i, x);
    else {
      NATIVE.fill.call(this, x, from, to);
      this[SHADOW].tracked?.fill(null, this[FIRST] + from, this[FIRST] + Math.max(from, to));
    }
    return this;
  },
  filter(callback: Callback, self?: unknown) {
    const kept = listElements(this).filter(test(this, callback, self));
    return fill(new (speciesOf(this))(kept.length), kept);
  },
  find(callback: Callback, self?: unknown) {
    return listElements(this).find(test(this, callback, self));
  },
  findIndex(callback: Callback, self?: unknown) {
    return listElements(this).findIndex(test(this, callback, self));
  },
  findLast(callback: Callback, self?: unknown) {
    return listElements(this).findLast(test(this, callback, self));
  },
  findLastIndex(callback: Callback, self?: unknown) {
    return listElements(this).findLastIndex(test(this, callback, self));
  },
  forEach(callback: Callback, self?: unknown) {
    for (let i = 0; i < this.length; i++) callback.call(self, loadElement(this, i), i, this);
  },
  includes(x: unknown, from?: unknown) {
    return NATIVE.includes.call(this, plain(x), plain(from));
  },
  indexOf(x: unknown, ...from: unknown[]) {
    return NATIVE.indexOf.call(this, plain(x), ...from.map(plain));
  },
  lastIndexOf(x: unknown, ...from: unknown[]) {
    return NATIVE.lastIndexOf.call(this, plain(x), ...from.map(plain));
  },
  map(callback: Callback, self?: unknown) {
    const fresh = new (speciesOf(this))(this.length);
    for (let i = 0; i < this.length; i++) setElement(fresh, i, callback.call(self, loadElement(this, i), i, this));
    return fresh;
  },
  reduce(callback: Reducer, ...start: unknown[]) {
    return fold(this, 0, 1, callback, start);
  },
  reduceRight(callback: Reducer, ...start: unknown[]) {
    return fold(this, this.length - 1, -1, callback, start);
  },
  set(source: ArrayLike<unknown>, offset?: unknown) {
    setElements(this, source, Math.trunc(numberOf(offset ?? 0)) || 0);
  },
  some(callback: Callback, self?: unknown) {
    return listElements(this).some(test(this, callback, self));
  },
  sort(compare?: Compare) {
    if (!hasTracked(this)) return NATIVE.sort.call(this, compare && orderBy(compare));
    return fill(this, listElements(this).sort(orderBy(compare)));
  },
  toReversed() {
    return plainCopy(this, listElements(this).reverse());
  },
  toSorted(compare?: Compare) {
    return plainCopy(this, listElements(this).sort(orderBy(compare)));
  },
  with(index: unknown, x: unknown) {
    const i = Math.trunc(numberOf(index)) || 0;
    const at = i < 0 ? this.length + i : i;
    if (!(at >= 0 && at < this.length)) throw new RangeError('Invalid typed array index');
    const fresh = plainCopy(this, listElements(this));
    storeElement(fresh, at, x);
    return fresh;
  },
};

function fold(array: Shadowed, first: number, step: number, callback: Reducer, start: unknown[]): unknown {
  if (array.length === 0 && start.length === 0) throw new TypeError('Reduce of empty array with no initial value');
  let sum = start.length > 0 ? start[0] : loadElement(array, first);
  for (let i = start.length > 0 ? first : first + step; i >= 0 && i < array.length; i += step)
    sum = callback(sum, loadElement(array, i), i, array);
  return sum;
}

function orNative(name: string, method: Method): Method {
  return function (this: Shadowed, ...args: never[]): unknown {
    return hasTracked(this) ? method.apply(this, args) : NATIVE[name].apply(this, args);
  };
}

/** The methods of typed arrays that read or write elements; the others (`keys`, `subarray`) are the native ones. */
export const ARRAY_METHODS: Readonly<Record<string, Method>> = {
  ...Object.fromEntries(Object.entries(READERS).map(([name, method]) => [name, orNative(name, method)])),
  ...WRITERS,
};
