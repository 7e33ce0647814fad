import { type ChildProcess, fork } from 'node:child_process';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { ModelError } from '../../check/report.js';
import type { RunMessage } from '../protocol.js';
import { capOutput } from './cap-output.js';
import { endStrays, noteOwnProcesses } from './end-strays.js';
import type { Isolate, IsolateEvents, IsolateOptions } from './isolate.js';
import { createMark, markedEnvironment } from './mark-processes.js';
import { crashedBy, endedItself, MEGABYTE, NEVER_SETTLED, outOfMemory } from './word-end.js';

/** What V8 prints before it aborts, and what comes before that and helps nobody. */
const HEAP_EXHAUSTED = /FATAL ERROR: .*(?:out of memory|heap limit|invalid (?:array|table) (?:length|size))/i;
const LAST_WORDS = '<--- Last few GCs';

/** Pipes that a grandchild holds open are waited for no longer than this. */
const CLOSE_MS = 500;

/**
 * Runs models in a process of their own, which native code can take down alone. A guard thread in it watches the memory,
 * and gradcheck itself: it ends the process when gradcheck is gone, whatever the model is doing.
 */
export function startProcess({ memoryLimit, onOutput }: IsolateOptions): Isolate {
  noteOwnProcesses();
  const limitMb = Math.ceil(memoryLimit / MEGABYTE);
  const mark = createMark();
  const child = fork(fileURLToPath(new URL('./child.js', import.meta.url)), [String(memoryLimit)], {
    execArgv: [...process.execArgv, `--max-old-space-size=${limitMb}`],
    serialization: 'advanced',
    env: markedEnvironment(mark),
    // The last is the guard's.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc', 'pipe'],
    // A group of its own: Ctrl-C at a terminal is for gradcheck to handle, and what the model starts ends with it.
    detached: process.platform !== 'win32',
  });
  let events: IsolateEvents | undefined;
  let reason: ModelError | undefined;
  passOutput(child, onOutput, () => (reason ??= outOfMemory(limitMb)));
  child.on('message', (message: RunMessage) => {
    if (message.type === 'ending') reason ??= message.error;
    else events?.onMessage(message);
  });
  child.on('error', (error) => (reason ??= { code: 'load', message: `no process could be started: ${error.message}` }));
  const end = waitForEnd(child).then((how) => {
    events?.onEnd(reason ?? how);
    events = undefined;
  });
  return {
    run: (request, listener) => {
      events = listener;
      // Where it has ended already its end tells more.
      child.send(request, () => {});
    },
    stop: async () => {
      events = undefined;
      killGroup(child);
      // What left the group.
      await Promise.all([end, endStrays(mark)]);
    },
  };
}

function passOutput(child: ChildProcess, onOutput: (text: string) => void, onExhausted: () => void): void {
  const output = capOutput(onOutput);
  let lastWords = '';
  child.stdout!.on('data', (chunk: Buffer) => output(chunk.toString()));
  child.stderr!.on('data', (chunk: Buffer) => {
    const text = lastWords + chunk.toString();
    const start = text.indexOf(LAST_WORDS);
    if (start < 0) return output(text);
    output(text.slice(0, start));
    lastWords = text.slice(start);
    if (HEAP_EXHAUSTED.test(lastWords)) onExhausted();
  });
  (child.stdio[4] as Readable).once('data', onExhausted);
}

/** How it ended, when all it told has been read. */
function waitForEnd(child: ChildProcess): Promise<ModelError> {
  return new Promise((resolve) => {
    let how = NEVER_SETTLED;
    child.once('error', () => resolve(how));
    child.once('exit', (code, signal) => {
      how = signal === null ? endedItself(`exit code ${code}`) : crashedBy(signal);
      killGroup(child);
      setTimeout(() => resolve(how), CLOSE_MS).unref();
    });
    child.once('close', () => resolve(how));
  });
}

/** Ends a process, and those that it started and left behind. */
function killGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch {
    // Gone already.
  }
}
