import type { Tape } from '../../model/tape.js';

/** Whether one entry of a tape is computed from an earlier one, as a step of a recurrence from the step before. */
export function leadsInto(tape: Tape, earlier: number, later: number): boolean {
  const depends = new Uint8Array(later + 1);
  depends[earlier] = 1;
  for (let i = earlier + 1; i <= later; i++) depends[i] = depends[tape.left[i]] | depends[tape.right[i]];
  return earlier < later && depends[later] === 1;
}
