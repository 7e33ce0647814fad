import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';

const CHUNK_BYTES = 1 << 20;
/** Bytes that tell a file from one that was written over it. */
const LAST_BYTES = 256;

/** A file that is read from its start to its end, and on where it grows. */
export class LogFile {
  private file: number;
  private position = 0;
  private readonly buffer = Buffer.alloc(CHUNK_BYTES);
  /** What was read last. */
  private last = Buffer.alloc(0);

  constructor(private readonly path: string) {
    this.file = openSync(path, 'r');
  }

  /** What comes next, until the next call; empty at the end, as it is for now. */
  next(): Buffer {
    const count = readSync(this.file, this.buffer, 0, CHUNK_BYTES, this.position);
    this.position += count;
    if (count > 0) this.last = Buffer.from(this.buffer.subarray(Math.max(0, count - LAST_BYTES), count));
    return this.buffer.subarray(0, count);
  }

  /** Whether its name belongs to another file now, or it was cut, or written over. */
  isAnother(): boolean {
    const named = statSync(this.path, { throwIfNoEntry: false });
    if (!named) return false;
    return named.ino !== fstatSync(this.file).ino || named.size < this.position || !this.standsStill();
  }

  reopen(): void {
    const file = openSync(this.path, 'r');
    this.close();
    this.file = file;
    this.position = 0;
    this.last = Buffer.alloc(0);
  }

  close(): void {
    closeSync(this.file);
  }

  private standsStill(): boolean {
    const { length } = this.last;
    const found = Buffer.alloc(length);
    readSync(this.file, found, 0, length, this.position - length);
    return found.equals(this.last);
  }
}
