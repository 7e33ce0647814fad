import { watchInterruption } from '../run/interruption.js';
import { readLimits } from '../run/limits.js';
import type { Located } from '../run/name-files.js';
import { runFiles } from '../run/run-files.js';
import type { RunOptions } from '../run/run-options.js';
import type { TaskHandle } from '../run/tasks.js';
import type { Io } from './io.js';
import type { ModelSettings } from '../config/training-settings.js';

/** Seconds, as many as a timer of Node can wait: training ends by itself. */
const NO_TIMEOUT = 2_000_000;

/** Does a task with the one model of a file. */
export async function runOne<Report extends Located & { readonly name: string }>(
  handle: TaskHandle<Report>,
  file: string,
  options: RunOptions,
  { timeout = NO_TIMEOUT, maxMemory, isolate }: ModelSettings,
  io: Io,
  onPart: (part: unknown) => void,
): Promise<Report> {
  const interruption = isolate === 'none' ? undefined : watchInterruption();
  const [end] = await runFiles(handle, {
    files: [file],
    cwd: io.cwd(),
    options,
    isolation: isolate,
    limits: readLimits({ timeout, maxMemory }),
    signal: interruption?.signal,
    userOutput: (text) => void io.stderr.write(text),
    onPart,
  });
  interruption?.release();
  return end;
}
