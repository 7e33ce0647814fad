import { GradcheckError } from '../errors.js';
import { countEscape, fail } from './recording.js';
import { isCurrent, type TrackedNumber } from './tracked-number.js';

/**
 * Which elements of typed arrays are tracked. The arrays are real ones (`instanceof`, `length`, native code that reads
 * them: all as ever) holding the values; beside them are the tracked numbers, one for each element of the buffer, so that
 * `subarray` and other views of the same buffer share both.
 */

/** Under a symbol no loop over an array's keys meets it. */
export const SHADOW = Symbol('gradcheck.shadow');
/** Index of an array's first element in the shadow. */
export const FIRST = Symbol('gradcheck.first');

/** Where an array finds the class that stands for the language's own, of which its own class may be a subclass. */
export const PLAIN_CLASS = Symbol('gradcheck.class');

/** The tracked elements of a buffer. */
export class Shadow {
  /** The tracked numbers, null for plain elements; null altogether until the first one is stored. */
  tracked: (TrackedNumber | null)[] | null = null;
  /** The buffer is also looked at as numbers of another kind, or as bytes. */
  alias: 'none' | 'elements' | 'bytes' = 'none';

  /**
   * @param size number of elements of the whole buffer
   * @param isWide whether the elements are fractions; integers cut the derivative off as they cut the value
   */
  constructor(
    readonly size: number,
    readonly isWide: boolean,
  ) {}
}

/** A typed array with its tracked elements. */
export type Shadowed = Record<number, number> & {
  readonly [SHADOW]: Shadow;
  readonly [FIRST]: number;
  readonly [PLAIN_CLASS]: new (length: number) => Shadowed;
  readonly length: number;
};

export function isShadowed(x: unknown): x is Shadowed {
  return typeof x === 'object' && x !== null && (x as Partial<Shadowed>)[SHADOW] !== undefined;
}

/** Whether an array has, or had, tracked elements. */
export function hasTracked(x: unknown): boolean {
  return isShadowed(x) && x[SHADOW].tracked !== null;
}

/** Shadows of the buffers that the user's code has got hold of, by the kind of their elements. */
const shadowsOfBuffers = new WeakMap<ArrayBufferLike, Map<string, Shadow>>();
const BYTES = 'bytes';

/** The shadow for a view of a buffer; what one view stores another of the same kind finds. */
export function shadowOfBuffer(buffer: ArrayBufferLike, kind: string, create: () => Shadow): Shadow {
  const shadows = shadowsOfBuffers.get(buffer) ?? new Map<string, Shadow>();
  shadowsOfBuffers.set(buffer, shadows);
  const shadow = shadows.get(kind) ?? create();
  shadows.set(kind, shadow);
  if (shadows.size > 1) {
    for (const each of shadows.values()) if (each.alias === 'none') each.alias = 'elements';
  }
  if (shadows.has(BYTES)) viewAsBytes(buffer);
  return shadow;
}

/** @throws GradcheckError `not-instrumentable` where the bytes are those of tracked numbers, now or later */
export function viewAsBytes(buffer: ArrayBufferLike): void {
  const shadows = shadowsOfBuffers.get(buffer) ?? new Map<string, Shadow>();
  shadowsOfBuffers.set(buffer, shadows.set(BYTES, new Shadow(0, false)));
  for (const shadow of shadows.values()) {
    shadow.alias = 'bytes';
    if (shadow.tracked?.some((number) => number !== null && isCurrent(number))) throw readAsBytes();
  }
}

/** The list for the tracked elements of a buffer, one of which is about to be stored. */
export function trackedOf(shadow: Shadow): (TrackedNumber | null)[] {
  if (shadow.alias === 'bytes') throw readAsBytes();
  if (shadow.alias === 'elements') countEscape();
  return (shadow.tracked ??= Array.from<TrackedNumber | null>({ length: shadow.size }).fill(null));
}

export function readAsBytes(): GradcheckError {
  return fail(
    new GradcheckError('not-instrumentable', 'the loss reads or writes numbers through a DataView, byte by byte', {
      hint: 'use a Float64Array or Float32Array for what depends on the parameters, or check with --reference fd',
    }),
  );
}
