import type { Tape } from '../model/tape.js';
import { INPUT } from './operations.js';
import * as recording from './recording.js';
import { indexAt, TrackedNumber, valueAt } from './tracked-number.js';

export { indexAt, TrackedNumber, valueAt };

/** Operations that a tape may hold unless told otherwise: of 28 bytes each, about 1.2 GB. */
export const MOST_ENTRIES = 40_000_000;

export interface RecordedTape extends Tape {
  /** How often a tracked number was turned into a plain one by code that is not followed. */
  readonly escapes: number;
}

/** Appends an operation; `l` and `r` are the indices of its operands (0 for a constant `c`). */
export function record(operation: number, site: number, l: number, r: number, v: number, c: number): TrackedNumber {
  return new TrackedNumber(recording.append(operation, site, l, r, v, c));
}

/** One more parameter, at the start of a recording. */
export function recordInput(v: number): TrackedNumber {
  recording.countInput();
  return record(INPUT, 0, 0, 0, v, 0);
}

/**
 * Runs `evaluate` with recording switched on and returns its tape. The columns belong to the recorder and are used
 * again by the next recording.
 * @param evaluate makes its inputs with `recordInput`, first of all, and returns the result
 * @throws GradcheckError `tape-limit` when there are more operations than `mostEntries`, or memory is not to be had;
 * `not-instrumentable` when numbers of an earlier recording take part
 */
export function recordTape(evaluate: () => TrackedNumber | number, mostEntries = MOST_ENTRIES): RecordedTape {
  recording.startRecording(mostEntries);
  try {
    return finish(evaluate());
  } catch (error) {
    recording.assertSound();
    throw error;
  } finally {
    recording.stopRecording();
  }
}

/** The same for a loss that returns a promise. Recordings cannot overlap. */
export async function recordTapeAsync(
  evaluate: () => Promise<TrackedNumber | number>,
  mostEntries = MOST_ENTRIES,
): Promise<RecordedTape> {
  recording.startRecording(mostEntries);
  try {
    return finish(await evaluate());
  } catch (error) {
    recording.assertSound();
    throw error;
  } finally {
    recording.stopRecording();
  }
}

/** Calls deeper than this tell nothing more of where a number came from. */
const STACK_FRAMES = 40;

/**
 * The stack of calls under which an entry of a tape is recorded, by running `evaluate` over again up to it; null where
 * it does not get there. The columns up to the entry hold what they held before.
 */
export function captureStack(evaluate: () => unknown, index: number): string | null {
  const frames = Error.stackTraceLimit;
  Error.stackTraceLimit = STACK_FRAMES;
  recording.startRecording(MOST_ENTRIES);
  recording.stopAt(index);
  try {
    const returned = evaluate();
    // The promise of a loss that was stopped is rejected, and nobody waits for it.
    if (returned instanceof Promise) returned.catch(() => {});
  } catch {
    // That it was stopped is seen below; anything else stopped it earlier.
  } finally {
    recording.stopRecording();
    Error.stackTraceLimit = frames;
  }
  return recording.stop?.stack ?? null;
}

function finish(result: TrackedNumber | number): RecordedTape {
  recording.assertSound();
  const isTracked = result instanceof TrackedNumber;
  const { length, inputs, code, left, right, value, constant, escapes } = recording;
  return {
    length,
    inputs,
    output: isTracked ? indexAt(result) : 0,
    result: isTracked ? valueAt(result) : result,
    code,
    left,
    right,
    value,
    constant,
    escapes,
  };
}
