import { totalmem } from 'node:os';

/** What a model may take before it is ended. */
export interface Limits {
  /** From its start, loading apart. */
  readonly timeoutMs: number;
  /** Bytes, beside what gradcheck takes itself. */
  readonly memoryBytes: number;
}

const DEFAULT_TIMEOUT_MS = 60_000;

/** So much of the machine's memory, or of its container's, is left to a model where nothing is said. */
const SHARE = 0.7;

/** `timeout` in seconds, `maxMemory` in MB (2²⁰ bytes). */
export function readLimits({ timeout, maxMemory }: { timeout?: number; maxMemory?: number }): Limits {
  return {
    timeoutMs: timeout === undefined ? DEFAULT_TIMEOUT_MS : timeout * 1000,
    memoryBytes: maxMemory === undefined ? SHARE * availableMemory() : maxMemory * 2 ** 20,
  };
}

/** Without a limit of the container the answer is 0, or larger than what there is. */
function availableMemory(): number {
  return Math.min(totalmem(), process.constrainedMemory() || Infinity);
}
