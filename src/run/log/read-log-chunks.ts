import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { GradcheckError } from '../../errors.js';

const CHUNK_BYTES = 1 << 20;
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

/**
 * The text of a file in pieces. With `follow` it goes on for what is appended, until the signal; a file that becomes
 * shorter was begun anew, and is read from its start.
 */
export async function* readFileChunks(
  path: string,
  { follow, signal }: { readonly follow: boolean; readonly signal: AbortSignal },
): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  const buffer = Buffer.alloc(CHUNK_BYTES);
  let file = openSync(path, 'r');
  let position = 0;
  try {
    while (!signal.aborted) {
      const count = readSync(file, buffer, 0, CHUNK_BYTES, position);
      position += count;
      if (count > 0) yield decoder.write(buffer.subarray(0, count));
      else if (!follow) return;
      else {
        await waitFor(POLL_MS, signal);
        if (!isStarted(path, file, position)) continue;
        closeSync(file);
        file = openSync(path, 'r');
        position = 0;
      }
      // Gives signals their turn.
      await new Promise(setImmediate);
    }
  } finally {
    closeSync(file);
  }
}

/** Whether another file has its name now, or it was cut. */
function isStarted(path: string, file: number, position: number): boolean {
  const named = statSync(path, { throwIfNoEntry: false });
  return named !== undefined && (named.ino !== fstatSync(file).ino || named.size < position);
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
