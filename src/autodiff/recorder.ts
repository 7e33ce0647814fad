import { GradcheckError } from '../errors.js';
import { OPERATION_BITS, type Tape } from '../model/tape.js';
import { INPUT } from './operations.js';

/**
 * The recording under way. It is module state, not an object: every operation of the user's loss comes through here, and
 * a load from a module variable is the cheapest there is.
 */
let code = new Int32Array(0);
let left = new Int32Array(0);
let right = new Int32Array(0);
let value = new Float64Array(0);
let constant = new Float64Array(0);
let length = 0;
let capacity = 0;
let inputs = 0;
let limit = 0;
let isRecording = false;

/** Bytes of one entry on the tape. */
export const BYTES_PER_ENTRY = 28;
/** Operations that a tape may hold unless told otherwise: about 1.2 GB. */
export const MOST_ENTRIES = 40_000_000;
const FIRST_CAPACITY = 1 << 14;
/** Columns longer than this are not kept for the next recording. */
const KEPT_CAPACITY = 1 << 21;

/** Values that were turned into plain numbers by code that is not followed: the derivative is lost there. */
let escapes = 0;

/**
 * A number that depends on the parameters: it knows its entry on the tape and nothing else, so that the object is as
 * small as can be. Comparisons, arithmetic and Math are rewritten to know it; any other code that needs its value gets
 * it by conversion, which is counted where it loses the derivative.
 */
export class TrackedNumber {
  constructor(readonly entry: number) {}

  valueOf(): number {
    escapes++;
    return value[this.entry];
  }

  toString(radix?: number): string {
    return value[this.entry].toString(radix);
  }

  /** Text has no derivative to lose; a number has. */
  [Symbol.toPrimitive](hint: string): number | string {
    if (hint === 'string') return String(value[this.entry]);
    escapes++;
    return value[this.entry];
  }

  toFixed(digits?: number): string {
    return value[this.entry].toFixed(digits);
  }

  toPrecision(digits?: number): string {
    return digits === undefined ? String(value[this.entry]) : value[this.entry].toPrecision(digits);
  }

  toExponential(digits?: number): string {
    return value[this.entry].toExponential(digits);
  }

  toLocaleString(...options: Parameters<number['toLocaleString']>): string {
    return value[this.entry].toLocaleString(...options);
  }

  toJSON(): number {
    escapes++;
    return value[this.entry];
  }

  /** Shown by console.log as the number it is. */
  [Symbol.for('nodejs.util.inspect.custom')](): number {
    return value[this.entry];
  }
}

/** The value of a tracked number. */
export function valueAt(number: TrackedNumber): number {
  return value[number.entry];
}

/** Appends an operation; `l` and `r` are the entries of its operands (0 for a constant `c`). */
export function record(operation: number, site: number, l: number, r: number, v: number, c: number): TrackedNumber {
  if (length === capacity) grow();
  const entry = length++;
  code[entry] = (site << OPERATION_BITS) | operation;
  left[entry] = l;
  right[entry] = r;
  value[entry] = v;
  constant[entry] = c;
  return new TrackedNumber(entry);
}

/** One more parameter, at the start of a recording. */
export function recordInput(v: number): TrackedNumber {
  inputs++;
  return record(INPUT, 0, 0, 0, v, 0);
}

/**
 * Runs `evaluate` with recording switched on and returns its tape. The columns belong to the recorder and are used
 * again by the next recording.
 * @param evaluate makes its inputs with `recordInput`, first of all, and returns the result
 * @throws GradcheckError `tape-limit` when there are more operations than `mostEntries`, or memory is not to be had
 */
export function recordTape(evaluate: () => TrackedNumber | number, mostEntries = MOST_ENTRIES): RecordedTape {
  start(mostEntries);
  try {
    return finish(evaluate());
  } finally {
    isRecording = false;
  }
}

/** The same for a loss that returns a promise. Recordings cannot overlap. */
export async function recordTapeAsync(
  evaluate: () => Promise<TrackedNumber | number>,
  mostEntries = MOST_ENTRIES,
): Promise<RecordedTape> {
  start(mostEntries);
  try {
    return finish(await evaluate());
  } finally {
    isRecording = false;
  }
}

export interface RecordedTape extends Tape {
  /** How often a tracked number was turned into a plain one by code that is not followed. */
  readonly escapes: number;
}

function start(mostEntries: number): void {
  if (isRecording) {
    throw new GradcheckError('not-instrumentable', 'a gradient was asked for while another one was being recorded', {
      hint: 'one loss may not call gradient() of another; for second derivatives use hessianVectorProduct()',
    });
  }
  isRecording = true;
  limit = mostEntries;
  if (capacity > KEPT_CAPACITY) capacity = 0;
  if (capacity === 0) resize(Math.min(FIRST_CAPACITY, limit));
  // Entry 0 stands for all constants.
  length = 1;
  inputs = 0;
  escapes = 0;
}

function finish(result: TrackedNumber | number): RecordedTape {
  const isTracked = result instanceof TrackedNumber;
  return {
    length,
    inputs,
    output: isTracked ? result.entry : 0,
    result: isTracked ? value[result.entry] : result,
    code,
    left,
    right,
    value,
    constant,
    escapes,
  };
}

function grow(): void {
  if (!isRecording) throw new GradcheckError('not-instrumentable', 'a tracked number was used after its recording');
  if (capacity >= limit) throw tooLong();
  try {
    resize(Math.min(capacity * 2, limit));
  } catch (cause) {
    throw tooLong(cause);
  }
}

function resize(size: number): void {
  code = enlarge(code, new Int32Array(size));
  left = enlarge(left, new Int32Array(size));
  right = enlarge(right, new Int32Array(size));
  value = enlarge(value, new Float64Array(size));
  constant = enlarge(constant, new Float64Array(size));
  capacity = size;
}

function enlarge<Column extends Int32Array | Float64Array>(old: Column, column: Column): Column {
  column.set(old.length <= column.length ? old : old.subarray(0, column.length));
  return column;
}

function tooLong(cause?: unknown): GradcheckError {
  const count = capacity.toLocaleString('en-US');
  return new GradcheckError('tape-limit', `the loss takes more than ${count} operations: too many to record`, {
    hint: 'check with --reference fd, or make the problem smaller (fewer rows, fewer time steps): the gradient code is the same',
    cause,
  });
}
