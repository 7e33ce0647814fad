import { numberOf, plain, truth } from './arithmetic.js';
import { listElements } from './elements.js';
import { TrackedNumber } from './recorder.js';
import { countEscape } from './recording.js';
import { hasTracked, isShadowed, type Shadowed } from './shadow.js';

type Callable = (...args: unknown[]) => unknown;
type Watch = (receiver: unknown, args: unknown[]) => unknown;

const ARRAY = Array.prototype as unknown as Record<string, Callable>;
const IN_PLACE = new Set(['copyWithin', 'fill', 'reverse', 'sort']);

/**
 * `receiver.name(...args)`, for methods whose native code looks at what comes back from a callback, compares elements, or
 * reads a typed array.
 */
export function callMethod(receiver: unknown, name: string, args: unknown[]): unknown {
  const method = (receiver as Record<string, Callable>)[name];
  const watch = NATIVE_METHODS.get(method);
  return watch ? watch(receiver, args) : (receiver as Record<string, Callable>)[name](...args);
}

/** Callbacks that tell whether: a tracked number is an object, and so would always be true. */
function watchTest(method: Callable): Watch {
  return (receiver, [callback, self]) => {
    if (typeof callback !== 'function') return method.call(receiver, callback, self);
    return method.call(receiver, (...args: unknown[]) => truth((callback as Callable).apply(self, args)));
  };
}

function watchSort(method: Callable): Watch {
  return (receiver, [compare]) => {
    if (typeof compare !== 'function') return method.call(receiver, compare);
    return method.call(receiver, (a: unknown, b: unknown) => numberOf((compare as Callable)(a, b)));
  };
}

/** Two tracked numbers are the same where their values are. */
function watchSearch(method: Callable): Watch {
  return (receiver, [x, ...from]) => {
    const list = receiver as unknown[];
    const hasTracked =
      x instanceof TrackedNumber || (Array.isArray(list) && list.some((y) => y instanceof TrackedNumber));
    return hasTracked ? method.call(list.map(plain), plain(x), ...from.map(plain)) : method.call(list, x, ...from);
  };
}

/** A typed array that was not made by rewritten code takes values only. */
function watchSet(method: Callable): Watch {
  return (receiver, args) => {
    if (hasTracked(args[0])) countEscape();
    return method.apply(receiver, args);
  };
}

/** `f.apply(self, list)`. */
export function callApply(f: Callable, self: unknown, list: unknown): unknown {
  if (isShadowed(self) || isShadowed(list))
    return callOn(f, self, isShadowed(list) ? listElements(list) : [...(list as [])]);
  return Reflect.apply(f, plainReceiver(f, self), (list ?? []) as unknown[]);
}

/** `f.call(self, ...args)`, where native code would read a typed array without its derivatives. */
function callOn(f: Callable, self: unknown, args: unknown[]): unknown {
  if (!isShadowed(self) || ARRAY[f.name] !== f) return Reflect.apply(f, plainReceiver(f, self), args);
  return callOfArrays(f, self, args);
}

/** `f.bind(self, ...first)`. */
function bindTo(f: Callable, self: unknown, first: unknown[]): unknown {
  if (!isShadowed(self) || ARRAY[f.name] !== f) return f.bind(self, ...first);
  return (...args: unknown[]) => callOfArrays(f, self, [...first, ...args]);
}

/** A method of lists borrowed by a typed array. */
function callOfArrays(f: Callable, self: Shadowed, args: unknown[]): unknown {
  const own = (self as unknown as Record<string, Callable>)[f.name];
  if (IN_PLACE.has(f.name) && own) return own.apply(self, args);
  return callMethod(listElements(self), f.name, args);
}

/** Methods of numbers want a number: `Number.prototype.toFixed.call(x, 2)`. */
function plainReceiver(f: Callable, self: unknown): unknown {
  const isMethodOfNumbers = (Number.prototype as unknown as Record<string, unknown>)[f.name] === f;
  return self instanceof TrackedNumber && isMethodOfNumbers ? self.toString() : self;
}

const TESTS = ['every', 'filter', 'find', 'findIndex', 'findLast', 'findLastIndex', 'some'];
const ITERATOR = Object.getPrototypeOf(Object.getPrototypeOf([].values())) as Record<string, Callable>;

/** The native methods that are watched; what else has the same name is the user's own. */
const NATIVE_METHODS = new Map<unknown, Watch>([
  ...TESTS.map((name): [Callable, Watch] => [ARRAY[name], watchTest(ARRAY[name])]),
  ...TESTS.filter((name) => name in ITERATOR).map((name): [Callable, Watch] => [
    ITERATOR[name],
    watchTest(ITERATOR[name]),
  ]),
  ...['sort', 'toSorted'].map((name): [Callable, Watch] => [ARRAY[name], watchSort(ARRAY[name])]),
  ...['includes', 'indexOf', 'lastIndexOf'].map((name): [Callable, Watch] => [ARRAY[name], watchSearch(ARRAY[name])]),
  [Float64Array.prototype.set, watchSet(Float64Array.prototype.set as never)],
  [TrackedNumber.prototype.valueOf, (x) => x],
  [Function.prototype.bind, (f, [self, ...args]) => bindTo(f as Callable, self, args)],
  [Function.prototype.call, (f, [self, ...args]) => callOn(f as Callable, self, args)],
  [Function.prototype.apply, (f, [self, list]) => callApply(f as Callable, self, list)],
]);
