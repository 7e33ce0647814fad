import { describe, expect, it } from 'vitest';
import { Treads } from '../../src/check/treads.js';

const line = (slope: number, steps: readonly number[]) => steps.map((step) => ({ step, rise: slope * step }));

describe('Treads', () => {
  it('finds no jump where the loss moves by what the slopes beside allow', () => {
    const treads = new Treads(0.25);
    treads.add(line(0.25, [4, 2, 1]));
    treads.add(line(-0.05, [16, 8]).map(({ step, rise }) => ({ step, rise: rise + 1 })));
    expect(treads.jumps()).toEqual([]);
  });

  it('finds jumps of several looks, nearest first, whatever the order of the places', () => {
    const treads = new Treads(0.25);
    treads.add([
      { step: 1, rise: 2 },
      { step: 0.5, rise: 2 },
    ]);
    expect(treads.jumps()).toEqual([{ step: 0.5, rise: 2 }]);
    treads.add([
      { step: 8, rise: -1 },
      { step: 2, rise: 2 },
    ]);
    expect(treads.jumps()).toEqual([
      { step: 0.5, rise: 2 },
      { step: 8, rise: 3 },
    ]);
  });
});
