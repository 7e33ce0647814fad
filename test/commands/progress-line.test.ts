import { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Io } from '../../src/commands/io.js';
import { createProgress } from '../../src/commands/progress-line.js';

const ERASE = '\r\u001b[2K';

function makeIo(isTTY: boolean, env: Io['env'] = {}): { io: Io; written: () => string } {
  let text = '';
  const stream = new Writable({ write: (chunk: Buffer, _encoding, done) => ((text += chunk.toString()), done()) });
  const stderr = Object.assign(stream, { isTTY, columns: 60 });
  const io = { stdout: stream, stderr, env, platform: 'linux', cwd: () => '/' };
  return { io, written: () => text };
}

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => void vi.useRealTimers());

describe('progress', () => {
  it('is one line on a terminal, written over, and gone before anything else is printed', () => {
    const { io, written } = makeIo(true);
    const progress = createProgress(io);
    progress.count('model.ts', { done: 0, total: 4000, failed: 0 });
    vi.advanceTimersByTime(500);
    progress.count('model.ts', { done: 500, total: 4000, failed: 0 });
    expect(written()).toBe('');
    vi.advanceTimersByTime(1500);
    progress.count('model.ts', { done: 2000, total: 4000, failed: 1 });
    expect(written()).toBe(`${ERASE}model.ts: 2,000 of 4,000 entries · 1 wrong · 1,000/s · 2...`);
    progress.clear();
    progress.clear();
    expect(written().endsWith(`2...${ERASE}`)).toBe(true);
    expect(written()).not.toContain('\n');
  });

  it('begins again where another claim is checked', () => {
    const { io, written } = makeIo(true);
    const progress = createProgress(io);
    progress.count('a.ts', { done: 10, total: 20, failed: 0 });
    vi.advanceTimersByTime(3000);
    progress.count('a.ts', { done: 2, total: 20, failed: 0 });
    progress.count('b.ts', { done: 9, total: 20, failed: 0 });
    expect(written()).toBe('');
  });

  it('is a line every half a minute in the log of a CI service', () => {
    const { io, written } = makeIo(false, { CI: 'true' });
    const progress = createProgress(io);
    for (let second = 0; second <= 95; second++) {
      progress.count('model.ts', { done: 100 * second, total: 20_000, failed: 0 });
      vi.advanceTimersByTime(1000);
    }
    const lines = written().trimEnd().split('\n');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toBe('gradcheck: model.ts: 3,000 of 20,000 entries · 100/s · 2 min 50 s left');
  });

  it.each<[string, boolean, Io['env'], boolean]>([
    ['in a file or a pipe', false, {}, false],
    ['with --quiet', true, {}, true],
    ['with --quiet in CI', false, { CI: '1' }, true],
    ['on a terminal that cannot erase', true, { TERM: 'dumb' }, false],
  ])('is not there %s', (_where, isTTY, env, quiet) => {
    const { io, written } = makeIo(isTTY, env);
    const progress = createProgress(io, quiet);
    for (let second = 0; second < 100; second++) {
      progress.count('model.ts', { done: second, total: 200, failed: 0 });
      vi.advanceTimersByTime(1000);
    }
    progress.clear();
    expect(written()).toBe('');
  });
});
