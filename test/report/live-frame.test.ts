import { Chalk } from 'chalk';
import { describe, expect, it } from 'vitest';
import { renderLiveFrame } from '../../src/report/training/live-frame.js';
import { selectGlyphs } from '../../src/terminal/glyphs.js';
import { measureWidest } from '../../src/terminal/text-layout.js';
import { addStep, createSummary } from '../../src/training/run-summary.js';

const PATHS = Array.from({ length: 30 }, (_, i) => `encoder.layers[${i}].attention.weights`);

function frame(columns: number, rows: number, loss = 1e-12): string[] {
  const summary = createSummary();
  for (let step = 0; step < 200; step++) {
    const grad = step % 50 === 7 ? NaN : 1.2345e-10 * step;
    addStep(summary, { step, loss, params: Object.fromEntries(PATHS.map((path) => [path, { grad }])) }, []);
  }
  const style = {
    color: new Chalk({ level: 0 }),
    glyphs: selectGlyphs(true),
    width: columns,
    verbose: false,
    debug: false,
  };
  return renderLiveFrame(summary, style, { rows, total: 200 });
}

describe('a frame of the live view', () => {
  it('fits into any terminal', () => {
    for (const columns of [20, 33, 40, 80, 200])
      for (const rows of [1, 2, 4, 5, 10, 23, 60]) {
        const lines = frame(columns, rows);
        expect(lines.length, `${columns} × ${rows}`).toBeLessThanOrEqual(rows);
        expect(measureWidest(lines), `${columns} × ${rows}`).toBeLessThanOrEqual(columns);
      }
  });

  it('shows what there is room for', () => {
    expect(frame(80, 1)).toEqual(['step 199 of 200 · loss 1e-12 · norm 1.35e-7']);
    const lines = frame(80, 24);
    expect(lines).toHaveLength(16);
    expect(lines[3]).toMatch(/^ {2}encoder\.lay….* {2}.*×.* {2}2\.46e-8$/);
    expect(lines.at(-1)).toBe('  and 18 more parameters');
    expect(frame(20, 24)[1]).toBe('  loss    1e-12');
  });
});
