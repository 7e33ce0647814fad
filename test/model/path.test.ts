import { describe, expect, it } from 'vitest';
import { childPath, pathMatcher, selectBelow } from '../../src/model/path.js';

describe('selectBelow', () => {
  const items = ['W', 'W2', 'W[0]', 'W.b', 'W["odd"]', '["odd key"]'].map((path) => ({ path }));
  const below = (ancestor: string, of = items) => selectBelow(of, ancestor).map(({ path }) => path);

  it('takes a path and what is under it, not longer names', () => {
    expect(below('W')).toEqual(['W', 'W[0]', 'W.b', 'W["odd"]']);
    expect(below('W.b')).toEqual(['W.b']);
    expect(below('W.b.c')).toEqual([]);
    expect(below('')).toEqual([]);
  });

  it('takes all for `params`, unless a parameter has this name', () => {
    expect(below('params')).toHaveLength(items.length);
    expect(below('params', [{ path: 'params' }, { path: 'other' }])).toEqual(['params']);
    expect(below('params', [{ path: 'params.w' }, { path: 'other' }])).toEqual(['params.w']);
  });
});

describe('childPath', () => {
  it('escapes what would break out of the quotes', () => {
    expect(childPath('a', 'x"]["y')).toBe(String.raw`a["x\"][\"y"]`);
  });
});

describe('pathMatcher', () => {
  const paths = [
    'b',
    'W',
    'W2',
    'layers[0].W',
    'layers[0].b',
    'layers[10].W',
    'net.head.W[0]',
    '["odd key"]',
    'params',
  ];
  const matching = (glob: string) => paths.filter(pathMatcher(glob));

  it.each([
    ['W', ['W']],
    ['layers', ['layers[0].W', 'layers[0].b', 'layers[10].W']],
    ['layers[0]', ['layers[0].W', 'layers[0].b']],
    ['layers[*].W', ['layers[0].W', 'layers[10].W']],
    ['layers[?].W', ['layers[0].W']],
    ['W*', ['W', 'W2']],
    ['**.W', ['layers[0].W', 'layers[10].W', 'net.head.W[0]']],
    ['["odd key"]', ['["odd key"]']],
    ['["odd*"]', ['["odd key"]']],
    ['params', ['params']],
    ['**', paths],
    ['*', paths],
    ['w', []],
    ['', []],
    ['layers.0.W', []],
    ['(', []],
    ['W|b', []],
    ['.*', []],
  ])('%s selects %j', (glob, expected) => {
    expect(matching(glob)).toEqual(expected);
  });
});
