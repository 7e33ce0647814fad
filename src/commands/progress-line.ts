import type { EntryCount } from '../run/progress-part.js';
import { formatCount, formatDuration } from '../terminal/number-format.js';
import { printable } from '../terminal/sanitize.js';
import { shortenEnd } from '../terminal/text-layout.js';
import { decideWidth } from '../terminal/width.js';
import type { Io } from './io.js';

/** How far a run has come, while it goes on: on stderr, and never among what is printed. */
export interface Progress {
  /** A model of a file has come so far. */
  count(file: string, count: EntryCount): void;
  /** Before anything else is printed. */
  clear(): void;
}

/** What is done sooner needs no progress. */
const PATIENCE_MS = 1000;
/** A log is read afterwards. */
const LOG_INTERVAL_MS = 30_000;
const ERASE_LINE = '\r\u001b[2K';

/** A line that is written over on a terminal; a line now and then in the log of a CI service; else nothing. */
export function createProgress({ stderr, env }: Io, quiet = false): Progress {
  if (quiet) return { count: () => {}, clear: () => {} };
  if (stderr.isTTY && env.TERM !== 'dumb') return liveLine(stderr, env);
  return { count: env.CI ? logLines((line) => void stderr.write(`${line}\n`)) : () => {}, clear: () => {} };
}

function liveLine(stderr: Io['stderr'], env: Io['env']): Progress {
  const pace = createPace(PATIENCE_MS, 0);
  let isShown = false;
  return {
    count: (file, count) => {
      const line = pace(file, count);
      if (line === null) return;
      // One column less, as some terminals go on to the next line by themselves.
      stderr.write(ERASE_LINE + shortenEnd(line, decideWidth(stderr, env) - 1, '...'));
      isShown = true;
    },
    clear: () => {
      if (isShown) stderr.write(ERASE_LINE);
      isShown = false;
    },
  };
}

function logLines(write: (line: string) => void): Progress['count'] {
  const pace = createPace(LOG_INTERVAL_MS, LOG_INTERVAL_MS);
  return (file, count) => {
    const line = pace(file, count);
    if (line !== null) write(`gradcheck: ${line}`);
  };
}

/** Since when, and from where on, the entries of a claim are counted. */
interface Counting {
  readonly started: number;
  readonly from: number;
  last: number;
  /** When the next line is due, after the start. */
  due: number;
}

/** Words a count when a line is due; null before. A new claim begins where fewer entries are done than before. */
function createPace(afterMs: number, intervalMs: number): (file: string, count: EntryCount) => string | null {
  const countings = new Map<string, Counting>();
  return (file, count) => {
    const now = performance.now();
    const known = countings.get(file);
    const isSame = known !== undefined && count.done >= known.last;
    const counting = isSame ? known : { started: now, from: count.done, last: 0, due: afterMs };
    countings.set(file, counting);
    counting.last = count.done;
    const elapsed = now - counting.started;
    if (elapsed < counting.due) return null;
    counting.due = elapsed + intervalMs;
    return wordCount(file, count, (1000 * (count.done - counting.from)) / elapsed);
  };
}

/** `model.ts: 1,234 of 20,002 entries · 2 wrong · 350/s · 54 s left`. */
function wordCount(file: string, { done, total, failed }: EntryCount, rate: number): string {
  const left = rate > 0 ? formatDuration((1000 * Math.max(0, total - done)) / rate) : null;
  return [
    `${printable(file)}: ${formatCount(done)} of ${formatCount(total)} entries`,
    ...(failed > 0 ? [`${formatCount(failed)} wrong`] : []),
    ...(rate >= 1 ? [`${formatCount(Math.round(rate))}/s`] : []),
    ...(left ? [`${left} left`] : []),
  ].join(' · ');
}
