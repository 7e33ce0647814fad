import { numberOf, plain, toNumeric, truth } from './arithmetic.js';
import { TrackedNumber } from './recorder.js';
import { countReading } from './recording.js';

/**
 * What the rewritten code finds in place of the language's own functions that would look into a tracked number and see
 * an object.
 */

/** A function with the properties of one of the language, and some of its own. */
function standIn<T extends object>(original: T, call: unknown, own: object = {}): T {
  const descriptors = { ...Object.getOwnPropertyDescriptors(original), ...Object.getOwnPropertyDescriptors(own) };
  for (const [name, descriptor] of Object.entries(descriptors)) {
    if (name === 'prototype') (call as { prototype: unknown }).prototype = descriptor.value;
    else Object.defineProperty(call, name, descriptor);
  }
  return call as T;
}

/** `Number` as a function keeps the derivative; its tests look at the value. */
export const TrackedNumberFunction = standIn(
  Number,
  function (...args: unknown[]): unknown {
    // `new Number(x)` is an object of the language.
    if (new.target) return Reflect.construct(Number, args.map(plain), new.target);
    if (args.length === 0) return 0;
    const [x] = args;
    if (x instanceof TrackedNumber) return x;
    return typeof x === 'bigint' ? Number(x) : toNumeric(x);
  },
  {
    isFinite: (x: unknown) => Number.isFinite(plain(x)),
    isInteger: (x: unknown) => Number.isInteger(plain(x)),
    isNaN: (x: unknown) => Number.isNaN(plain(x)),
    isSafeInteger: (x: unknown) => Number.isSafeInteger(plain(x)),
    parseFloat: parseTracked,
  },
);

/** `Boolean` as a function: the truth of a value. */
export const TrackedBooleanFunction = standIn(Boolean, function (...args: unknown[]): unknown {
  return new.target ? Reflect.construct(Boolean, args.map(plain), new.target) : truth(args[0]);
});

export const trackedIsFinite = (x: unknown): boolean => isFinite(numberOf(x));
export const trackedIsNaN = (x: unknown): boolean => isNaN(numberOf(x));

/** `parseFloat(x)` of a number is that number. */
export function parseTracked(x: unknown): unknown {
  if (x instanceof TrackedNumber) return x;
  countReading();
  return Number.parseFloat(x as string);
}
