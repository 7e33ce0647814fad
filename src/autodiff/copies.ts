import { TRACKED_COLLECTIONS } from './collections.js';
import { getElement } from './elements.js';
import { record, indexAt, TrackedNumber, valueAt } from './recorder.js';
import { countReading, noteText } from './recording.js';
import { ADD } from './operations.js';
import { isShadowed } from './shadow.js';

/**
 * `structuredClone(x)`, with tracked numbers as the numbers they are. As the language has it, instances of classes
 * become plain objects, and what occurs twice occurs twice in the copy.
 */
export function cloneTree(x: unknown, options?: Parameters<typeof structuredClone>[1]): unknown {
  return options?.transfer ? structuredClone(x, options) : cloneNode(x, new Map());
}

function cloneNode(x: unknown, copies: Map<object, unknown>): unknown {
  if (typeof x !== 'object' || x === null || x instanceof TrackedNumber) {
    // Functions and symbols cannot be cloned, and the language says so.
    return typeof x === 'function' || typeof x === 'symbol' ? structuredClone(x) : x;
  }
  if (copies.has(x)) return copies.get(x);
  const keep = <T>(copy: T): T => {
    copies.set(x, copy);
    return copy;
  };
  const clone = (part: unknown): unknown => cloneNode(part, copies);
  if (isShadowed(x)) return keep((x as unknown as { slice(): unknown }).slice());
  if (Array.isArray(x)) {
    const copy = keep<unknown[]>([]);
    copy.length = x.length;
    return copyProperties(x, copy, clone);
  }
  if (x instanceof Map) {
    const copy = keep(new TRACKED_COLLECTIONS.Map());
    for (const [key, value] of x) copy.set(clone(key), clone(value));
    return copy;
  }
  if (x instanceof Set) {
    const copy = keep(new TRACKED_COLLECTIONS.Set());
    for (const item of x) copy.add(clone(item));
    return copy;
  }
  if (Object.prototype.toString.call(x) !== '[object Object]') return keep(structuredClone(x));
  return copyProperties(x, keep({}), clone);
}

function copyProperties<T extends object>(from: object, to: T, clone: (part: unknown) => unknown): T {
  for (const [key, value] of Object.entries(from)) {
    Object.defineProperty(to, key, { value: clone(value), writable: true, enumerable: true, configurable: true });
  }
  return to;
}

/** `JSON.parse(JSON.stringify(x))`: typed arrays become objects of their indices, undefined is left out. */
export function cloneThroughJson(x: unknown): unknown {
  const copy = cloneJson(x, '');
  // What JSON has no text for cannot be read back either.
  return copy === undefined ? JSON.parse('undefined') : copy;
}

function cloneJson(x: unknown, key: string): unknown {
  if (x instanceof TrackedNumber) return cloneNumber(x);
  const source = (x as { toJSON?: (key: string) => unknown } | null | undefined)?.toJSON;
  if (typeof source === 'function') return cloneJson(source.call(x, key), key);
  const isPart = typeof x === 'object' && x !== null;
  if (!isPart || x instanceof Number || x instanceof String || x instanceof Boolean) {
    const text = JSON.stringify(x) as string | undefined;
    return text === undefined ? undefined : JSON.parse(text);
  }
  if (Array.isArray(x)) return Array.from(x, (item, i) => cloneJson(item, String(i)) ?? null);
  const entries = Object.keys(x).map((name) => [name, cloneJson(getElement(x, name), name)] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/** JSON knows neither NaN nor infinities nor −0. */
function cloneNumber(x: TrackedNumber): TrackedNumber | null {
  const value = valueAt(x);
  if (!Number.isFinite(value)) return null;
  return Object.is(value, -0) ? record(ADD, 0, indexAt(x), 0, 0, 0) : x;
}

export function parseJson(text: string, reviver?: (this: unknown, key: string, value: unknown) => unknown): unknown {
  countReading();
  return JSON.parse(text, reviver);
}

export function stringifyJson(...args: Parameters<typeof JSON.stringify>): string {
  noteText();
  return JSON.stringify(...args);
}
