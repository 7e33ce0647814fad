import { base, countEscape, length, noteText, staleNumber, value } from './recording.js';

/**
 * A number that depends on the parameters: it knows its entry on the tape and nothing else, so that the object is as
 * small as can be. Comparisons, arithmetic and Math are rewritten to know it; any other code that needs its value gets
 * it by conversion, which is counted where it loses the derivative.
 */
export class TrackedNumber {
  /** @param entry its number over all recordings */
  constructor(readonly entry: number) {}

  valueOf(): number {
    countEscape();
    return valueAt(this);
  }

  /** Text has no derivative to lose; a number has. */
  [Symbol.toPrimitive](hint: string): number | string {
    return hint === 'string' ? this.toString() : this.valueOf();
  }

  toString(radix?: number): string {
    return textAt(this).toString(radix);
  }

  toFixed(digits?: number): string {
    return textAt(this).toFixed(digits);
  }

  toPrecision(digits?: number): string {
    return textAt(this).toPrecision(digits);
  }

  toExponential(digits?: number): string {
    return textAt(this).toExponential(digits);
  }

  toLocaleString(...options: Parameters<number['toLocaleString']>): string {
    return textAt(this).toLocaleString(...options);
  }

  toJSON(): number {
    return textAt(this);
  }

  /** Shown by console.log as the number it is. */
  [Symbol.for('nodejs.util.inspect.custom')](): number {
    return isCurrent(this) ? valueAt(this) : Number.NaN;
  }

  get [Symbol.toStringTag](): string {
    return 'Number';
  }
}

// The user's own methods of numbers are found, and `x.constructor` is that of a number.
Object.setPrototypeOf(TrackedNumber.prototype, Number.prototype);
Object.defineProperty(TrackedNumber.prototype, 'constructor', { value: Number });

/** The index of a tracked number on the tape under way. */
export function indexAt(number: TrackedNumber): number {
  return number.entry - base;
}

/**
 * The value of a tracked number.
 * @throws GradcheckError `not-instrumentable` where it belongs to an earlier recording
 */
export function valueAt(number: TrackedNumber): number {
  if (!isCurrent(number)) throw staleNumber();
  return value[number.entry - base];
}

/** Whether a number belongs to the recording under way. */
export function isCurrent(number: TrackedNumber): boolean {
  // Unsigned, so that one comparison excludes what lies before the tape and behind it.
  return (number.entry - base) >>> 0 < length;
}

function textAt(number: TrackedNumber): number {
  noteText();
  return valueAt(number);
}
