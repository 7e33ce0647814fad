import { describe, expect, it } from 'vitest';
import { childPath, isBelow, pathMatcher } from '../../src/model/path.js';

describe('isBelow', () => {
  it('holds for a path and what is under it, not for longer names', () => {
    expect(isBelow('W', 'W')).toBe(true);
    expect(isBelow('W[0]', 'W')).toBe(true);
    expect(isBelow('W.b', 'W')).toBe(true);
    expect(isBelow('W["odd"]', 'W')).toBe(true);
    expect(isBelow('W2', 'W')).toBe(false);
    expect(isBelow('W', 'W.b')).toBe(false);
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
