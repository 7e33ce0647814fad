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
  const pace = createPace();
  let isShown = false;
  return {
    count: (file, count) => {
      const line = pace(file, count, PATIENCE_MS);
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
  const pace = createPace();
  let due = LOG_INTERVAL_MS;
  let at = '';
  return (file, count) => {
    if (file !== at) [at, due] = [file, LOG_INTERVAL_MS];
    const line = pace(file, count, due);
    if (line === null) return;
    due = pace.elapsed() + LOG_INTERVAL_MS;
    write(`gradcheck: ${line}`);
  };
}

interface Pace {
  /** The line for a count; null before some time has passed since the first of its claim. */
  (file: string, count: EntryCount, afterMs: number): string | null;
  /** Since the first count of the claim under way. */
  elapsed(): number;
}

/** Knows since when the entries of a claim are counted: a new one begins where there are fewer than before. */
function createPace(): Pace {
  let [at, last, started, from] = ['', Infinity, 0, 0];
  const elapsed = (): number => performance.now() - started;
  const pace = (file: string, count: EntryCount, afterMs: number): string | null => {
    if (file !== at || count.done < last) [at, started, from] = [file, performance.now(), count.done];
    last = count.done;
    return elapsed() < afterMs ? null : wordCount(file, count, (1000 * (count.done - from)) / elapsed());
  };
  return Object.assign(pace, { elapsed });
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
