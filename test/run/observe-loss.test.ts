import { describe, expect, it } from 'vitest';
import { explainByOrder } from '../../src/run/observe-loss.js';

const HERE = 1;
const THERE = 2;
/** The points of the calls: in turns, then in a row. */
const TURNS = [HERE, HERE, THERE, HERE, HERE, THERE, HERE, HERE];

/** What a loss is taken for, by its values in the order in which it would be asked. */
function habitOf(loss: (x: number) => number) {
  const inTurns = TURNS.map((x) => ({ x, value: loss(x) })).filter(({ x }) => x === HERE);
  const inARow = Array.from({ length: 12 }, () => loss(HERE));
  return explainByOrder(
    inTurns.map(({ value }) => value),
    inARow,
  );
}

describe('a loss that differs at equal input', () => {
  it('may look back at the call before', () => {
    let last = 0;
    expect(habitOf((x) => x + 0.1 * (last - (last = x)))).toBe('follows-last-call');
  });

  it.each([2, 3, 5, 6])('may take one of %i batches after the other', (batches) => {
    let call = 0;
    expect(habitOf((x) => x + [0.3, 0.1, 0.4, 0.15, 0.9, 0.2][call++ % batches])).toBe('cycles');
  });

  it('may count its calls', () => {
    let call = 0;
    expect(habitOf((x) => x + 1e-6 * call++)).toBe('drifts');
  });

  it('may follow a running mean', () => {
    let mean = 0;
    expect(habitOf((x) => (x - (mean = 0.9 * mean + 0.1 * x)) ** 2)).toBe('drifts');
  });

  it('may draw random numbers, in which no order shows', () => {
    for (let seed = 1; seed <= 200; seed++) {
      let state = seed;
      const draw = () => (state = (state * 16807) % 2147483647) / 2147483647;
      expect(habitOf((x) => x + draw())).toBe('varies');
    }
  });
});
