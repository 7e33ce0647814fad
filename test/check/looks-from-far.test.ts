import { describe, expect, it } from 'vitest';
import { LooksFromFar, NEIGHBOURS } from '../../src/check/looks-from-far.js';
import { checkFlat } from './drive-model.js';

const SIZE = 4 * NEIGHBOURS;
const POINT = Array.from({ length: SIZE }, (_, i) => 1.5 + Math.sin(i));
const smooth = (p: Float64Array) => p.reduce((sum, x) => sum + Math.log(1 + x * x), 0);
const slopes = POINT.map((x) => (2 * x) / (1 + x * x));
const failuresOf = ({ parameters }: ReturnType<typeof checkFlat>) =>
  parameters.reduce((sum, { fail }) => sum + fail, 0);

describe('looks from far', () => {
  it('are taken of the first mismatches among neighbours: a gradient that is wrong throughout costs little more', () => {
    const right = checkFlat(smooth, POINT, slopes);
    const wrong = checkFlat(
      smooth,
      POINT,
      slopes.map((x) => 2 * x),
    );
    expect([failuresOf(right), failuresOf(wrong)]).toEqual([0, SIZE]);
    expect(right.entryPoints.length).toBe(4 * SIZE);
    expect(wrong.entryPoints.length).toBeLessThan(9 * SIZE);
  });

  it('go on where they show steps: no right gradient of rounded terms fails', () => {
    const rounded = (p: Float64Array) =>
      Math.round(1e5 * smooth(p)) / 1e5 + 0.01 * p.reduce((sum, x) => sum + x * x, 0);
    const result = checkFlat(
      rounded,
      POINT,
      slopes.map((slope, i) => slope + 0.02 * POINT[i]),
    );
    expect(failuresOf(result)).toBe(0);
  });

  it('begin anew with the next neighbours, and do not end once steps were seen', () => {
    const looks = new LooksFromFar();
    looks.turnTo(100, 0);
    for (let k = 0; k < 4; k++) {
      expect(looks.isEnough).toBe(false);
      looks.note(false);
    }
    looks.turnTo(100, NEIGHBOURS - 1);
    expect(looks.isEnough).toBe(true);
    looks.turnTo(100, NEIGHBOURS);
    expect(looks.isEnough).toBe(false);
    looks.note(true);
    for (let k = 0; k < 10; k++) looks.note(false);
    expect(looks.isEnough).toBe(false);
  });
});
