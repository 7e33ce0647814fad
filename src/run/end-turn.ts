/** The user's code may replace it. */
const { setImmediate } = globalThis;

/**
 * Waits for the end of a turn, at which a rejection that nobody handles shows and ends the thread. After user code and
 * before a module is loaded: a file that is being opened while its thread ends stays open in the process (Node 20 to 24).
 */
export function endTurn(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}
