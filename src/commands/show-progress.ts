import type { ComparisonPart } from '../run/training/compare-model.js';
import type { Io } from './io.js';

/** Redrawn at most so often. */
const FRAME_MS = 100;

/** How far a comparison has come, on the last line of a terminal; nothing elsewhere. */
export function showProgress(
  { stderr, env }: Io,
  isQuiet: boolean,
): { readonly take: (part: unknown) => void; readonly close: () => void } {
  const isShown = stderr.isTTY === true && !env.CI && env.TERM !== 'dumb' && !isQuiet;
  let shownAt = -Infinity;
  return {
    take: (part) => {
      const { done, total } = part as ComparisonPart;
      if (!isShown || performance.now() - shownAt < FRAME_MS) return;
      shownAt = performance.now();
      stderr.write(`\r${done} of ${total} runs`);
    },
    close: () => void (isShown && stderr.write('\r\u001B[K')),
  };
}
