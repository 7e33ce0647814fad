import { expect, it } from 'vitest';
import { codeFrame } from '../../src/load/code-frame.js';

const SOURCE = ['one', 'two', 'three', '\tfour = x', 'five', 'six', 'seven', 'eight', 'nine', 'ten'].join('\n');

it('shows two lines before and after, and a caret', () => {
  expect(codeFrame(SOURCE, 3, 2)).toBe(
    ['  1 | one', '  2 | two', '> 3 | three', '    |  ^', '  4 | \tfour = x', '  5 | five'].join('\n'),
  );
});

it('aligns numbers, keeps tabs before the caret, and ends with the source', () => {
  expect(codeFrame(SOURCE, 4, 6)).toContain('> 4 | \tfour = x\n    | \t    ^\n');
  expect(codeFrame(SOURCE, 10, 1)).toBe(['   8 | eight', '   9 | nine', '> 10 | ten', '     | ^'].join('\n'));
});

it('bears columns beyond the line, other line ends, and lines that are not there', () => {
  expect(codeFrame('ab\r\ncd', 1, 99)).toBe('> 1 | ab\n    |   ^\n  2 | cd');
  expect(codeFrame('ab', 2, 1)).toBe('');
  expect(codeFrame('ab', 0, 1)).toBe('');
  expect(codeFrame('ab', Number.NaN, 1)).toBe('');
});

it('cuts long lines around the caret', () => {
  const frame = codeFrame(`${'a'.repeat(5000)}X${'b'.repeat(5000)}`, 1, 5001);
  const [line, caret] = frame.split('\n');
  expect(line!.length).toBeLessThan(200);
  expect(line![caret!.indexOf('^')]).toBe('X');
});
