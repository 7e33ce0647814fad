import fc from 'fast-check';
import { expect, it } from 'vitest';
import { measureWidth, shortenEnd, shortenMiddle, wrapPhrases, wrapText } from '../../src/terminal/text-layout.js';
import { decideWidth } from '../../src/terminal/width.js';

it('measures columns, not characters', () => {
  expect(measureWidth('abc')).toBe(3);
  expect(measureWidth('重み')).toBe(4);
  expect(measureWidth('e\u0301')).toBe(1);
  expect(measureWidth('\u001b[31mred\u001b[39m')).toBe(3);
});

it('wraps between words, and within words that are too long', () => {
  expect(wrapText('one two three', 7)).toEqual(['one two', 'three']);
  expect(wrapText('abcdefgh ij', 3)).toEqual(['abc', 'def', 'gh', 'ij']);
  expect(wrapText('', 10)).toEqual(['']);
});

it('never exceeds the width', () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 4, max: 30 }), (text, width) => {
      for (const line of wrapText(text, width)) expect(measureWidth(line)).toBeLessThanOrEqual(width);
      expect(measureWidth(shortenMiddle(text, width, '…'))).toBeLessThanOrEqual(width);
      expect(measureWidth(shortenEnd(text, width, '..'))).toBeLessThanOrEqual(width);
    }),
  );
});

it('keeps phrases whole', () => {
  expect(wrapPhrases(['loss 1', 'float64', 'two words'], ' · ', 16)).toEqual(['loss 1 · float64', 'two words']);
});

it('shortens in the middle', () => {
  expect(shortenMiddle('encoder.layers[0].W', 12, '…')).toBe('encod…s[0].W');
  expect(shortenMiddle('short', 12, '…')).toBe('short');
});

it.each([
  [{ columns: 132 }, {}, 132],
  [{}, { COLUMNS: '100' }, 100],
  [{ columns: 0 }, {}, 80],
  [{}, { COLUMNS: 'wide' }, 80],
  [{ columns: 12 }, {}, 40],
])('decides the width of %o with %o', (stream, env, width) => {
  expect(decideWidth(stream, env)).toBe(width);
});
