import { describe, expect, it } from 'vitest';
import type { ShrunkPoint } from '../../src/check/report.js';
import { makeFailingParameter, makeModel, makePoint, makeReport, renderPretty } from './fixtures.js';

const SHRUNK: ShrunkPoint = {
  path: 'layers[1].b',
  index: [4],
  analytic: -0.5,
  numeric: 0.5,
  bound: 4e-7,
  reason: 'mismatch',
  text: 'export const params = { W: [[0, 1]], b: [0, 0, 0, 0, 1] };',
  params: { W: [[0, 1]], b: [0, 0, 0, 0, 1] },
  tries: 12,
  isSimpler: true,
};

const render = (shrunk: Partial<ShrunkPoint>, options?: Parameters<typeof renderPretty>[1]) => {
  const failing = makePoint({
    name: 'drawn 2 (seed 1)',
    parameters: [makeFailingParameter()],
    shrunk: { ...SHRUNK, ...shrunk },
  });
  return renderPretty(makeReport([makeModel({ verdict: 'fail', points: [makePoint(), failing] })]), options);
};

/** From the line that names the shrunk point to the summary. */
const sectionOf = (output: string) => output.slice(output.indexOf('→ layers'), output.indexOf('\n✗ FAIL  1 model'));

describe('a shrunk point', () => {
  it('is printed ready to paste, with what is wrong there', () => {
    expect(sectionOf(render({}))).toMatchInlineSnapshot(`
      "→ layers[1].b[4] is wrong at a simpler point too (shrunk from drawn 2 (seed 1)
        in 12 tries)
          analytic -0.5, numeric 0.5 ±4e-7; to see it alone, check at this point:

          export const params = { W: [[0, 1]], b: [0, 0, 0, 0, 1] };
      "
    `);
  });

  it('is not called simpler where it is not', () => {
    expect(render({ isSimpler: false })).toContain(
      'layers[1].b[4] is wrong at drawn 2 (seed 1), and at no simpler point',
    );
  });

  it('is never broken by the width of the terminal', () => {
    expect(render({}, { width: 40 })).toContain(`\n    ${SHRUNK.text}\n`);
  });

  it('is cut where it is long, and whole with --verbose', () => {
    const text = ['export const params = [', ...Array.from({ length: 100 }, (_, i) => `  ${i},`), '];'].join('\n');
    expect(render({ text })).toContain('      38,\n    and 62 more lines');
    expect(render({ text }, { verbose: true })).toContain('      99,\n    ];\n');
  });

  it('is left out where it is too large', () => {
    expect(render({ text: undefined })).toContain('too large to be written here');
  });
});

describe('skipped points', () => {
  it('are named with what was found; of many the first', () => {
    const skippedPoints = Array.from({ length: 7 }, (_, k) => ({
      name: `drawn ${k + 1} (seed 1)`,
      reason: k === 1 ? ('loss-threw' as const) : ('non-finite-loss' as const),
      found: k === 1 ? 'no\u001b[31m luck' : 'NaN',
    }));
    const output = renderPretty(makeReport([makeModel({ skippedPoints })]));
    expect(output).not.toContain('\u001b');
    expect(output.replace(/\s+/g, ' ')).toContain('7 points skipped: drawn 1 (seed 1), where the loss is NaN; drawn 2');
    expect(output.replace(/\s+/g, ' ')).toContain('drawn 5 (seed 1), where the loss is NaN; and 2 more points');
  });
});
