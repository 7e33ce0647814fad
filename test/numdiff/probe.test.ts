import { describe, expect, it } from 'vitest';
import { drive, type Asking, type Probe } from '../../src/numdiff/index.js';

/** Asks twice, for three values and then for two, and keeps what it is told. */
function* asksTwice(): Asking<(readonly number[])[]> {
  const first = yield [
    { index: 0, value: 1 },
    { index: 0, value: 2 },
    { index: 0, value: 3 },
  ];
  const second = yield [
    { index: 0, value: 10 * first[0] },
    { index: 0, value: 10 * first[2] },
  ];
  return [first, second];
}

const square = (probe: Probe): number => ('value' in probe ? probe.value ** 2 : NaN);
const ANSWERS = [
  [1, 4, 9],
  [100, 8100],
];

describe('drive', () => {
  it('answers in the order of the questions, at once where the loss is a plain function', () => {
    expect(drive(asksTwice(), square)).toEqual(ANSWERS);
  });

  it.each([
    ['every answer', () => true],
    ['the first answer only', (count: number) => count === 1],
    ['an answer in the middle of a batch', (count: number) => count === 2],
    ['the last answer of a batch', (count: number) => count === 3],
    ['an answer of the second batch', (count: number) => count === 5],
    ['every other answer', (count: number) => count % 2 === 0],
  ])('gives the same result where %s is a promise', async (_name, isLate) => {
    let count = 0;
    const result = drive(asksTwice(), (probe) => (isLate(++count) ? Promise.resolve(square(probe)) : square(probe)));
    expect(result).toBeInstanceOf(Promise);
    expect(await result).toEqual(ANSWERS);
    expect(count).toBe(5);
  });

  it('asks for one value at a time', async () => {
    let running = 0;
    let most = 0;
    await drive(asksTwice(), async (probe) => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 1));
      running--;
      return square(probe);
    });
    expect(most).toBe(1);
  });

  it('accepts promises of other makes', async () => {
    const thenable = (result: number): PromiseLike<number> => ({
      // oxlint-disable-next-line unicorn/no-thenable
      then: (resolve) => Promise.resolve(result).then(resolve),
    });
    expect(await drive(asksTwice(), (probe) => thenable(square(probe)))).toEqual(ANSWERS);
  });

  it('passes on what the loss throws, at once or later', async () => {
    expect(() =>
      drive(asksTwice(), () => {
        throw new Error('no loss here');
      }),
    ).toThrow('no loss here');
    await expect(drive(asksTwice(), () => Promise.reject(new Error('not later either')))).rejects.toThrow(
      'not later either',
    );
  });

  it('takes an algorithm that asks nothing', () => {
    // oxlint-disable-next-line require-yield
    function* knows(): Asking<string> {
      return 'known';
    }
    expect(drive(knows(), square)).toBe('known');
  });

  it('does not grow the stack with the number of questions', () => {
    function* asksLong(): Asking<number> {
      let sum = 0;
      for (let i = 0; i < 100_000; i++) sum += (yield [{ index: 0, value: 1 }])[0];
      return sum;
    }
    expect(drive(asksLong(), square)).toBe(100_000);
  });
});
