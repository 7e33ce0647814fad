import { describe, expect, it } from 'vitest';
import { findNonFinite } from '../../src/diagnose/find-non-finite.js';
import { sizesInSight } from '../../src/diagnose/index.js';
import { readTree } from '../../src/model/tree-layout.js';

describe('sizesInSight', () => {
  const { layout } = readTree({
    W: [
      [1, 2, 3],
      [4, 5, 6],
    ],
    b: [1, 2, 3],
  });

  it('names rows of the data before axes of the parameters, each size once', () => {
    const data = {
      x: [
        [1, 2, 3, 4],
        [5, 6, 7, 8],
      ],
      y: new Float64Array(50),
    };
    expect(sizesInSight(layout, data)).toEqual([
      { size: 2, name: 'rows of data.x' },
      { size: 4, name: 'entries of each row of data.x' },
      { size: 50, name: 'entries of data.y' },
      { size: 3, name: 'columns of W' },
      { size: 6, name: 'entries of W' },
      { size: 9, name: 'parameters in all' },
    ]);
  });

  it('does without data', () => {
    expect(sizesInSight(layout, undefined).map(({ size }) => size)).toEqual([2, 3, 6, 9]);
  });
});

describe('findNonFinite', () => {
  it.each([
    [[{ x: 1 }, { x: NaN }], 'data[1].x'],
    [{ y: new Float64Array([1, Infinity]) }, 'data.y[1]'],
    [NaN, 'data'],
    [[{ x: 1, name: 'a', none: null }], null],
    [undefined, null],
  ])('%j gives %s', (data, place) => {
    expect(findNonFinite(data)).toBe(place);
  });

  it('is not caught in a circle', () => {
    const row: { self?: unknown } = {};
    row.self = [row];
    expect(findNonFinite(row)).toBeNull();
  });
});
