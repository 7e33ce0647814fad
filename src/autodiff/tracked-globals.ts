import { numberOf, plain } from './arithmetic.js';
import { TrackedNumber } from './recorder.js';
import { getElement } from './tracked-arrays.js';

/**
 * What the rewritten code finds in place of the language's own functions that would look into a tracked number and see
 * an object.
 */

/** `Number` as a function keeps the derivative; its tests look at the value. */
export const TrackedNumberFunction: NumberConstructor = Object.assign(
  function (this: unknown, x: unknown = 0): unknown {
    return x instanceof TrackedNumber ? x : Number(x);
  },
  {
    isFinite: (x: unknown) => Number.isFinite(plain(x)),
    isInteger: (x: unknown) => Number.isInteger(plain(x)),
    isNaN: (x: unknown) => Number.isNaN(plain(x)),
    isSafeInteger: (x: unknown) => Number.isSafeInteger(plain(x)),
    parseFloat: (x: unknown) => parseTracked(x),
    parseInt: (x: unknown, radix?: number) => Number.parseInt(String(plain(x)), radix),
    EPSILON: Number.EPSILON,
    MAX_SAFE_INTEGER: Number.MAX_SAFE_INTEGER,
    MAX_VALUE: Number.MAX_VALUE,
    MIN_SAFE_INTEGER: Number.MIN_SAFE_INTEGER,
    MIN_VALUE: Number.MIN_VALUE,
    NEGATIVE_INFINITY: Number.NEGATIVE_INFINITY,
    NaN: Number.NaN,
    POSITIVE_INFINITY: Number.POSITIVE_INFINITY,
    prototype: Number.prototype,
  },
) as unknown as NumberConstructor;

export const trackedIsFinite = (x: unknown): boolean => isFinite(numberOf(x));
export const trackedIsNaN = (x: unknown): boolean => isNaN(numberOf(x));

/** `parseFloat(x)` of a number is that number. */
export function parseTracked(x: unknown): unknown {
  return x instanceof TrackedNumber ? x : Number.parseFloat(x as string);
}

export function isSame(a: unknown, b: unknown): boolean {
  return Object.is(plain(a), plain(b));
}

/** `structuredClone(x)` and `JSON.parse(JSON.stringify(x))`: the usual deep copies of a parameter tree. */
export function cloneTree(x: unknown): unknown {
  if (typeof x !== 'object' || x === null || x instanceof TrackedNumber) return x;
  if (Array.isArray(x)) return x.map(cloneTree);
  if (ArrayBuffer.isView(x) && 'slice' in x) return (x as unknown as { slice(): unknown }).slice();
  const prototype: unknown = Object.getPrototypeOf(x);
  if (prototype !== Object.prototype && prototype !== null) return structuredClone(x);
  return Object.fromEntries(Object.entries(x).map(([key, value]) => [key, cloneTree(value)]));
}

/** `JSON.parse(JSON.stringify(x))`: typed arrays become objects of their indices, undefined is left out. */
export function cloneThroughJson(x: unknown): unknown {
  if (x instanceof TrackedNumber) return x;
  if (typeof x !== 'object' || x === null) {
    const text = JSON.stringify(x) as string | undefined;
    return text === undefined ? undefined : JSON.parse(text);
  }
  if (typeof (x as { toJSON?: unknown }).toJSON === 'function') return JSON.parse(JSON.stringify(x));
  if (Array.isArray(x)) return x.map((item) => cloneThroughJson(item) ?? null);
  const entries = Object.keys(x).map((key) => [key, cloneThroughJson(getElement(x, key))] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/** Calls of methods whose native code compares elements or reads what a comparison returns. */
export function callComparing(receiver: unknown, name: string, args: unknown[]): unknown {
  const list = receiver as Record<string, (...args: unknown[]) => unknown>;
  if (!Array.isArray(receiver)) return list[name](...args);
  if (name === 'sort' || name === 'toSorted') {
    const [compare] = args as [((a: unknown, b: unknown) => unknown)?];
    return compare ? list[name]((a: unknown, b: unknown) => numberOf(compare(a, b))) : list[name]();
  }
  const hasTracked = args[0] instanceof TrackedNumber || receiver.some((x) => x instanceof TrackedNumber);
  if (!hasTracked) return list[name](...args);
  const values: unknown[] = receiver.map(plain);
  return (values as unknown as typeof list)[name](plain(args[0]), ...args.slice(1));
}

/** `f.apply(self, list)`: native code would read a typed list without its derivatives. */
export function callApply(f: unknown, args: unknown[]): unknown {
  const [self, list] = args;
  const spread = ArrayBuffer.isView(list) ? [...(list as unknown as Iterable<unknown>)] : list;
  const target = f as { apply(...args: unknown[]): unknown };
  return args.length < 2 ? target.apply(...args) : target.apply(self, spread);
}

/** `[ place(a, i).value ] = …`: an element as the target of a destructuring. */
export class ElementPlace {
  constructor(
    private readonly container: unknown,
    private readonly key: unknown,
    private readonly store: (container: unknown, key: unknown, x: unknown) => unknown,
  ) {}

  get value(): unknown {
    return getElement(this.container, this.key);
  }

  set value(x: unknown) {
    this.store(this.container, this.key, x);
  }
}
