import { GradcheckError } from '../errors.js';
import { OPERATION_BITS } from '../model/tape.js';

/**
 * The recording under way. It is module state, not an object: every operation of the user's loss comes through here, and
 * a load from a module variable is the cheapest there is.
 */
export let code = new Int32Array(0);
export let left = new Int32Array(0);
export let right = new Int32Array(0);
export let value = new Float64Array(0);
export let constant = new Float64Array(0);
/** Entries in use. Entry 0 stands for all constants. */
export let length = 0;
/** Parameters among them. */
export let inputs = 0;
/**
 * Number of entry 0: entries are numbered on from one recording to the next, so that a number which was kept from an
 * earlier one is known by its entry.
 */
export let base = 0;
export let isRecording = false;
/** Values that were turned into plain numbers by code that is not followed: the derivative is lost there. */
export let escapes = 0;
/** Whether numbers have been written as text, which other code may read back. */
let hasWritten = false;
/** What ended the recording; code of the user that catches all errors does not make it good. */
let failure: GradcheckError | null = null;
let capacity = 0;
let limit = 0;
/** How many entries fit: the capacity, or the limit where the columns of an earlier recording are longer. */
let room = 0;
/** Whether the recording is to stop where there is no more room. */
let isToStop = false;

const FIRST_CAPACITY = 1 << 14;
/** Columns longer than this are not kept for the next recording. */
const KEPT_CAPACITY = 1 << 21;
/** Entries have to fit 31 bits, with room for the longest tape. */
const HIGHEST_BASE = 2 ** 31 - 2 ** 27;

export function startRecording(mostEntries: number): void {
  if (isRecording) {
    throw new GradcheckError('not-instrumentable', 'a gradient was asked for while another one was being recorded', {
      hint: 'one loss may not call gradient() of another; for second derivatives use hessianVectorProduct()',
    });
  }
  isRecording = true;
  limit = mostEntries;
  if (capacity > KEPT_CAPACITY) capacity = 0;
  if (capacity === 0) resize(Math.min(FIRST_CAPACITY, limit));
  room = Math.min(capacity, limit);
  if (base > HIGHEST_BASE) base = 0;
  length = 1;
  inputs = 0;
  escapes = 0;
  hasWritten = false;
  failure = null;
}

/** Thrown where a recording was told to stop; kept, as the code of the user may catch it or turn it into a promise. */
export let stop: Error | null = null;

/** The recording that has just begun stops when it comes to an entry; it costs nothing until then. */
export function stopAt(index: number): void {
  stop = null;
  if (index >= room) return;
  room = index;
  isToStop = true;
}

/** Ends the recording: its numbers are of no use from here on. */
export function stopRecording(): void {
  isToStop = false;
  isRecording = false;
  base += length;
  length = 0;
  room = 0;
}

/** @throws what went wrong within the recording, even if the user's code caught it */
export function assertSound(): void {
  if (failure) throw failure;
}

/** Appends an operation on entries counted from the start of the tape; returns its number over all recordings. */
export function append(operation: number, site: number, l: number, r: number, v: number, c: number): number {
  if (length === room) grow();
  const index = length++;
  code[index] = (site << OPERATION_BITS) | operation;
  left[index] = l;
  right[index] = r;
  value[index] = v;
  constant[index] = c;
  return base + index;
}

export function countInput(): void {
  inputs++;
}

export function countEscape(): void {
  escapes++;
}

export function noteText(): void {
  hasWritten = true;
}

/** To be called where text becomes a number: it may be the text of a tracked one. */
export function countReading(): void {
  if (hasWritten) escapes++;
}

/** Remembers an error that ends the recording, and returns it to be thrown. */
export function fail(error: GradcheckError): GradcheckError {
  failure ??= error;
  return error;
}

export function staleNumber(): GradcheckError {
  return fail(
    new GradcheckError('not-instrumentable', 'the loss uses a number that it kept from an earlier call', {
      hint: 'compute it anew in each call (no cache of results in the module, buffers filled before they are read), or check with --reference fd',
    }),
  );
}

function grow(): void {
  if (!isRecording) throw staleNumber();
  if (isToStop) throw (stop ??= new Error('the recording was told to stop here'));
  if (length >= limit) throw tooLong();
  try {
    resize(Math.min(capacity * 2, limit));
  } catch (cause) {
    throw tooLong(cause);
  }
  room = capacity;
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
  const count = length.toLocaleString('en-US');
  return fail(
    new GradcheckError('tape-limit', `the loss takes more than ${count} operations: too many to record`, {
      hint: 'make the problem smaller (fewer rows, fewer time steps): the code is the same; gradcheck check compares with differences',
      cause,
    }),
  );
}
