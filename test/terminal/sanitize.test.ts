import fc from 'fast-check';
import { expect, it } from 'vitest';
import { printable, printableLines } from '../../src/terminal/sanitize.js';

it.each([
  ['\u001b[31mred', '\\u001b[31mred'],
  ['a\nb\r\tc', 'a\\nb\\r\\tc'],
  ['\u0000\u007f\u009b', '\\u0000\\u007f\\u009b'],
  ['abc\u202edef\u2066\u200f', 'abc\\u202edef\\u2066\\u200f'],
  ['\ud800x\udc00', '\\ud800x\\udc00'],
  ['\u2028\u2029\ufeff', '\\u2028\\u2029\\ufeff'],
  ['\u{e0041}', '\\u{e0041}'],
  ['größe θ 重み 👩‍🔬', 'größe θ 重み 👩‍🔬'],
])('shows %j as %s', (text, expected) => {
  expect(printable(text)).toBe(expected);
});

it('leaves nothing that a terminal obeys, whatever the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const shown = printable(text);
      expect(shown).not.toMatch(/\p{Cc}|\p{Cs}|[\u202a-\u202e\u2066-\u2069\u200e\u200f]/u);
      expect(printable(shown)).toBe(shown);
    }),
  );
});

it('keeps the lines of a longer text', () => {
  expect(printableLines('a\n\tb\r\n\u001bc')).toEqual(['a', '  b', '\\u001bc']);
});
