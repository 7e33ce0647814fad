import { closeSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { GradcheckError } from '../../errors.js';
import { formatStep } from '../../training/format-step.js';
import { readLogLine } from '../../training/read-log-line.js';
import type { TrainingStep } from '../../training/types.js';

/** Text that is gathered before it is written. */
const BUFFER = 1 << 16;
/** What was gathered for so long is written: who follows the log is not behind, and who steps slowly loses nothing. */
const BUFFER_MS = 100;

/**
 * Writes a log of JSON lines as a run goes on. What is gathered is written where the process ends, also by an error that
 * nothing catches: the last steps before it are those that tell why.
 */
export class LogWriter {
  private buffer = '';
  private writtenAt = -Infinity;
  private readonly file: number;

  /** @throws GradcheckError `usage` where it cannot be written */
  constructor(private readonly path: string) {
    this.file = attempt(path, () => {
      mkdirSync(dirname(path), { recursive: true });
      return openSync(path, 'a');
    });
    keepOpen(this);
  }

  /** Begins the log anew. */
  start(): void {
    attempt(this.path, () => writeFileSync(this.path, ''));
  }

  /** Keeps the lines of the steps before one, of a run that is taken up there; the others are written anew. */
  startAt(step: number): void {
    const kept = readFileSync(this.path, 'utf8')
      .split('\n')
      .filter((line) => {
        const found = readLogLine(line, Infinity);
        return 'record' in found && found.record.step < step;
      });
    const text = kept.map((line) => `${line}\n`).join('');
    attempt(this.path, () => writeFileSync(this.path, text));
  }

  /** @throws GradcheckError `usage` where it cannot be written, or was closed */
  write(record: TrainingStep): void {
    if (!OPEN.has(this)) throw new GradcheckError('usage', `${this.path} cannot be written: it was closed`);
    this.buffer += formatStep(record);
    if (this.buffer.length > BUFFER || performance.now() - this.writtenAt > BUFFER_MS) this.flush();
  }

  flush(): void {
    const text = this.buffer;
    this.buffer = '';
    this.writtenAt = performance.now();
    attempt(this.path, () => writeFileSync(this.file, text));
  }

  close(): void {
    if (!OPEN.delete(this)) return;
    this.flush();
    closeSync(this.file);
  }
}

const OPEN = new Set<LogWriter>();
let isListening = false;

/** One listener for all: Node warns of more than ten. */
function keepOpen(writer: LogWriter): void {
  if (!isListening) process.once('exit', () => OPEN.forEach((one) => one.flush()));
  isListening = true;
  OPEN.add(writer);
}

/** Writes a file so that it is there whole, or as it was before. */
export function replaceFile(path: string, text: string): void {
  attempt(path, () => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.tmp`, text);
    renameSync(`${path}.tmp`, path);
  });
}

function attempt<Result>(path: string, write: () => Result): Result {
  try {
    return write();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new GradcheckError('usage', `${path} cannot be written: ${reason}`, {
      hint: 'name a file in a folder that can be written to',
      cause,
    });
  }
}
