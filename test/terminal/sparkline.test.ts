import { expect, it } from 'vitest';
import { selectGlyphs } from '../../src/terminal/glyphs.js';
import { drawSparkline } from '../../src/terminal/sparkline.js';

const { blocks } = selectGlyphs(true);

it('draws the V of truncation against rounding', () => {
  expect(drawSparkline([1e-2, 1e-4, 1e-6, 1e-8, 1e-10, 1e-9, 1e-8], blocks)).toBe('▇▆▅▃▂▃▃');
});

it('survives zero, negatives, NaN and infinity', () => {
  expect(drawSparkline([0, -1, NaN, Infinity, 1, 1e-300], blocks)).toBe('▁▁ ██▁');
});

it('draws nothing of nothing', () => {
  expect(drawSparkline([], blocks)).toBe('');
});
