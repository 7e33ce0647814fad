import { createReadStream, statSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { GradcheckError } from '../../errors.js';
import { LogFile } from './log-file.js';

/** Soon enough to look live, seldom enough to cost nothing. */
const POLL_MS = 200;

/** @throws GradcheckError `file-not-found`, `usage` for a folder */
export function refuseNoFile(path: string, name: string): void {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats)
    throw new GradcheckError('file-not-found', `there is no file ${name}`, {
      hint: 'name a log of JSON lines, or - for standard input',
    });
  if (stats.isDirectory())
    throw new GradcheckError('usage', `${name} is a folder`, {
      hint: 'name the log itself: gradcheck monitor run.jsonl',
    });
}

/** In the place of text: what follows is another file under the same name, from its start. */
export const BEGUN_ANEW = Symbol('begun anew');

interface Reading {
  readonly follow: boolean;
  readonly signal: AbortSignal;
}

/** The text of what a path names, in pieces: of a file, or of a pipe, which can be read but once. */
export function readPathChunks(path: string, reading: Reading): AsyncGenerator<string | typeof BEGUN_ANEW> {
  return statSync(path).isFile()
    ? readFileChunks(path, reading)
    : readStreamChunks(createReadStream(path), reading.signal);
}

/**
 * The text of a file in pieces. With `follow` it goes on for what is appended, until the signal; a file that was cut,
 * replaced or written over is read from its start.
 */
async function* readFileChunks(path: string, { follow, signal }: Reading): AsyncGenerator<string | typeof BEGUN_ANEW> {
  const file = new LogFile(path);
  let decoder = new StringDecoder('utf8');
  try {
    while (!signal.aborted) {
      if (follow && file.isAnother()) {
        file.reopen();
        decoder = new StringDecoder('utf8');
        yield BEGUN_ANEW;
      }
      const bytes = file.next();
      if (bytes.length > 0) yield decoder.write(bytes);
      else if (follow) await waitFor(POLL_MS, signal);
      else return;
      // Gives signals their turn.
      await new Promise(setImmediate);
    }
  } finally {
    file.close();
  }
}

/** The text of a stream in pieces, until its end or the signal. */
export async function* readStreamChunks(stream: NodeJS.ReadableStream, signal: AbortSignal): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  const ended = new Promise<undefined>((resolve) => signal.addEventListener('abort', () => resolve(undefined)));
  const chunks = stream[Symbol.asyncIterator]();
  while (!signal.aborted) {
    const next = await Promise.race([chunks.next(), ended]);
    if (next === undefined || next.done) return;
    yield typeof next.value === 'string' ? next.value : decoder.write(next.value);
  }
}

function waitFor(duration: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, duration);
    signal.addEventListener('abort', end);
  });
}
