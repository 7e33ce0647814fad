import { describe, expect, it } from 'vitest';
import { readEntrySettings } from '../../src/model/entry-settings.js';
import { readTree } from '../../src/model/tree-layout.js';
import { thrownBy } from './thrown-by.js';

const tree = {
  w: [1, 2],
  W: [
    [1, 2, 3],
    [4, 5, 6],
  ],
  layers: [{ b: 7 }, { b: 8 }],
  'odd key': 9,
};
const { layout } = readTree(tree);
const settings = (model: Parameters<typeof readEntrySettings>[1], of: unknown = tree) =>
  readEntrySettings(readTree(of).layout, model);

describe('bounds', () => {
  const lowerOf = (bounds: unknown, of: unknown = tree) => [...settings({ bounds }, of).lower!];
  const I = -Infinity;

  it('are absent where there are none', () => {
    expect(settings({})).toEqual({ scale: undefined, frozen: new Set() });
  });

  it('reach a leaf, everything below a path, a row and a single entry', () => {
    expect(lowerOf({ w: [0, 9] })).toEqual([0, 0, I, I, I, I, I, I, I, I, I]);
    expect(lowerOf({ layers: [0, 9] })).toEqual([I, I, I, I, I, I, I, I, 0, 0, I]);
    expect(lowerOf({ 'layers[1].b': [0, 9] })).toEqual([I, I, I, I, I, I, I, I, I, 0, I]);
    expect(lowerOf({ 'W[1]': [0, 9] })).toEqual([I, I, I, I, I, 0, 0, 0, I, I, I]);
    expect(lowerOf({ 'W[1][2]': [0, 9] })).toEqual([I, I, I, I, I, I, I, 0, I, I, I]);
    expect(lowerOf({ 'W[0,1]': [0, 9] })).toEqual([I, I, I, 0, I, I, I, I, I, I, I]);
    expect(lowerOf({ '["odd key"]': [0, 9] })).toEqual([I, I, I, I, I, I, I, I, I, I, 0]);
  });

  it('reach an entry of a tree that is one array', () => {
    expect(lowerOf({ params: [0, 9] }, [1, 2])).toEqual([0, 0]);
    expect(lowerOf({ 'params[1]': [0, 9] }, [1, 2])).toEqual([I, 0]);
    expect(lowerOf({ '[1]': [0, 9] }, [1, 2])).toEqual([I, 0]);
    expect(lowerOf({ params: [0, 9] }, 5)).toEqual([0]);
  });

  it('for a key that happens to be `params` reach that parameter only', () => {
    expect(lowerOf({ params: [0, 9] }, { params: 1, other: 2 })).toEqual([0, I]);
    expect(settings({ frozen: ['params'] }, { params: 1, other: 2 }).frozen).toEqual(new Set(['params']));
  });

  it('keep the upper side, open sides, and let the later one win', () => {
    const { lower, upper } = settings({ bounds: { w: [0, 1], 'w[1]': [-Infinity, 5] } });
    expect(Array.from(lower!.slice(0, 2))).toEqual([0, I]);
    expect(Array.from(upper!.slice(0, 3))).toEqual([1, 5, Infinity]);
  });

  it.each([[[1, 0]], [[0]], [[0, 1, 2]], [[NaN, 1]], [['0', 1]], [5], [null], [{ min: 0 }]])('refuse %j', (value) => {
    const error = thrownBy(() => settings({ bounds: { w: value } }));
    expect(error.code).toBe('bad-params');
    expect(error.message).toMatch(/^bounds of w: expected \[lower, upper\]/);
  });

  it.each([[[0, 1]], ['w'], [null], [3]])('refuse %j in place of an object', (bounds) => {
    expect(thrownBy(() => settings({ bounds })).message).toMatch(/^`bounds` should be an object/);
  });
});

describe('paths that name nothing', () => {
  it('suggest the nearest parameter', () => {
    const error = thrownBy(() => settings({ bounds: { 'layer[0].b': [0, 1] } }));
    expect(error.code).toBe('bad-params');
    expect(error.message).toBe('`bounds` names "layer[0].b", but there is no such parameter');
    expect(error.details.hint).toBe('did you mean layers[0].b?');
  });

  it.each(['W[2]', 'W[0][3]', 'W[0][0][0]', 'w[2]', 'W[-1]', 'W[0].x', 'w2', 'W[0', ''])('include %j', (path) => {
    expect(thrownBy(() => settings({ scale: { [path]: 1 } })).code).toBe('bad-params');
  });

  it('list the parameters when none is near', () => {
    expect(thrownBy(() => settings({ frozen: ['momentum'] })).details.hint).toContain('w, W, layers[0].b');
  });
});

describe('scale', () => {
  it('is 0 where nothing was declared', () => {
    expect([...settings({ scale: { 'w[1]': 3, layers: 100 } }).scale!]).toEqual([0, 3, 0, 0, 0, 0, 0, 0, 100, 100, 0]);
  });

  it.each([0, -1, NaN, Infinity, '1', null, [1]])('refuses %j', (value) => {
    expect(thrownBy(() => settings({ scale: { w: value } })).message).toMatch(
      /^scale of w: expected a positive number/,
    );
  });
});

describe('frozen', () => {
  it('takes leaves and everything below a path', () => {
    expect(settings({ frozen: ['w', 'layers'] }).frozen).toEqual(new Set(['w', 'layers[0].b', 'layers[1].b']));
    expect(readEntrySettings(layout, { frozen: [] }).frozen.size).toBe(0);
  });

  it.each(['w', { w: true }, 3])('refuses %j in place of an array', (frozen) => {
    expect(thrownBy(() => settings({ frozen })).message).toMatch(/^`frozen` should be an array/);
  });

  it('refuses what is no path', () => {
    expect(thrownBy(() => settings({ frozen: [0] })).code).toBe('bad-params');
  });
});
