import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { GradcheckError } from '../../errors.js';
import { formatStep } from '../../training/format-step.js';
import { readLogLine } from '../../training/read-log-line.js';
import type { TrainingStep } from '../../training/types.js';

/** Text that is gathered before it is written. */
const BUFFER = 1 << 16;

/** Writes a log of JSON lines as a run goes on. */
export class LogWriter {
  private buffer = '';
  private readonly file: number;

  /** @throws GradcheckError `usage` where it cannot be written */
  constructor(private readonly path: string) {
    this.file = attempt(path, () => {
      mkdirSync(dirname(path), { recursive: true });
      return openSync(path, existsSync(path) ? 'r+' : 'w');
    });
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
    this.position = Buffer.byteLength(text);
  }

  private position = 0;

  write(record: TrainingStep): void {
    this.buffer += formatStep(record);
    if (this.buffer.length > BUFFER) this.flush();
  }

  flush(): void {
    const text = this.buffer;
    this.buffer = '';
    this.position += attempt(this.path, () => writeSync(this.file, text, this.position));
  }

  close(): void {
    this.flush();
    closeSync(this.file);
  }
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
