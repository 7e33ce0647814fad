import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { sideBySide } from '../../src/run/side-by-side.js';

async function run(durations: readonly number[], width: number, spoilt: readonly number[] = []) {
  const events: string[] = [];
  let [running, most] = [0, 0];
  const times = durations.map(() => 0);
  const tasks = durations.map((duration, k) => async () => {
    running++;
    most = Math.max(most, running);
    events.push(`begin ${k}`);
    const others = running - 1;
    await wait(duration);
    running--;
    times[k]++;
    return { k, isSpoilt: spoilt.includes(k) && times[k] === 1, others };
  });
  const results = [];
  for await (const result of sideBySide(tasks, width, ({ isSpoilt }) => isSpoilt)) results.push(result);
  return { results, most, times, events };
}

describe('tasks side by side', () => {
  it('are so many at once, and come in their order', async () => {
    const { results, most, times } = await run([30, 5, 20, 5, 5, 5], 2);
    expect(results.map(({ k }) => k)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(most).toBe(2);
    expect(times).toEqual([1, 1, 1, 1, 1, 1]);
  });

  it('are one after the other where one is at once', async () => {
    const { most, times } = await run([5, 5, 5], 1, [1]);
    expect([most, ...times]).toEqual([1, 1, 1, 1]);
  });

  it('are done again, alone, where the others may have spoilt them', async () => {
    const { results, times } = await run([10, 5, 10, 5], 3, [0, 2]);
    expect(results.map(({ k }) => k)).toEqual([0, 1, 2, 3]);
    expect(times).toEqual([2, 1, 2, 1]);
    expect([results[0].others, results[2].others]).toEqual([0, 0]);
  });

  it('pass on what one of them throws', async () => {
    const tasks = [async () => 1, () => Promise.reject(new Error('two')), async () => 3];
    const seen: number[] = [];
    const all = async (): Promise<void> => {
      for await (const result of sideBySide<number>(tasks, 2, () => false)) seen.push(result);
    };
    await expect(all()).rejects.toThrow('two');
    expect(seen).toEqual([1]);
  });
});
