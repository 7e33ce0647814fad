import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { GradcheckError } from '../errors.js';

const CHUNK = 2 ** 18;

/** A file that is written piece by piece, and has its name only once it is whole. */
export class TextFile {
  readonly #partial: string;
  readonly #descriptor: number;
  #pending: string[] = [];
  #length = 0;

  constructor(readonly path: string) {
    this.#partial = `${path}.partial-${process.pid}`;
    try {
      this.#descriptor = openSync(this.#partial, 'w');
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new GradcheckError('usage', `${path} cannot be written: ${reason}`, {
        hint: 'name a file in a folder that is there and can be written to',
        cause,
      });
    }
  }

  write(text: string): void {
    this.#pending.push(text);
    this.#length += text.length;
    if (this.#length >= CHUNK) this.#flush();
  }

  finish(): void {
    this.#flush();
    closeSync(this.#descriptor);
    renameSync(this.#partial, this.path);
  }

  /** Leaves nothing behind. */
  discard(): void {
    closeSync(this.#descriptor);
    rmSync(this.#partial, { force: true });
  }

  #flush(): void {
    const bytes = Buffer.from(this.#pending.join(''));
    for (let done = 0; done < bytes.length;) done += writeSync(this.#descriptor, bytes, done);
    this.#pending = [];
    this.#length = 0;
  }
}
