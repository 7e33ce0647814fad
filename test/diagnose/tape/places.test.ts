import { describe, expect, it } from 'vitest';
import type { SourceLocation } from '../../../src/check/report.js';
import { placeOfCall, placeOfUse } from '../../../src/diagnose/tape/places.js';
import type { TapeEvidence } from '../../../src/diagnose/tape/tape-evidence.js';
import { recordSnippet } from './record-snippet.js';

const SOURCE = `export function loss(p, x) {
  let total = 0;
  for (let i = 0; i < x.length; i++) {
    let z = p.offset; // not p.slope
    z += p.slope * x[i];
    total += z * z;
  }
  return total;
}`;

async function evidenceOf(callersOf: TapeEvidence['callersOf'] = () => []): Promise<TapeEvidence> {
  const recording = await recordSnippet(SOURCE, { offset: 0.3, slope: -0.7 }, [0.5, 1.2]);
  return { ...recording, ownFile: 'loss.ts', callersOf, linesOf: () => SOURCE.split('\n') } as unknown as TapeEvidence;
}

const call = (line: number, column = 1): SourceLocation => ({ file: 'loss.ts', line, column });

describe('placeOfUse', () => {
  it('is the line in which the parameter is read, not the first operation on what was read', async () => {
    const evidence = await evidenceOf();
    expect(placeOfUse(evidence, 'offset')?.location).toMatchObject({ line: 4, text: 'let z = p.offset;' });
    expect(placeOfUse(evidence, 'slope')?.location).toMatchObject({ line: 5, text: 'p.slope * x[i]' });
  });

  it('is the operation where the lines are not known', async () => {
    const evidence = { ...(await evidenceOf()), linesOf: () => [] };
    expect(placeOfUse(evidence, 'offset')?.location.line).toBe(5);
    expect(placeOfUse(evidence, 'other')).toBeNull();
  });

  it('is in the loss, not where the parameters have their values', async () => {
    const source = `export const params = [0.3, -0.7];
export const slope = 2;
export function loss(p) {
  let total = 0;
  for (const value of p.slope ?? p) total += value * value;
  return total;
}`;
    for (const [params, path] of [
      [[0.3, -0.7], 'params'],
      [{ slope: [0.3, -0.7] }, 'slope'],
    ] as const) {
      const recording = await recordSnippet(source, params);
      const evidence = { ...recording, ownFile: 'loss.ts', callersOf: () => [], linesOf: () => source.split('\n') };
      expect(placeOfUse(evidence as unknown as TapeEvidence, path)?.location.line).toBe(5);
    }
  });
});

describe('placeOfCall', () => {
  it('is the innermost call that the other entry does not have', async () => {
    const evidence = await evidenceOf((entry) =>
      entry === 1 ? [call(27), call(30), call(46)] : [call(27), call(30), call(45)],
    );
    expect(placeOfCall(evidence, 1, 2)).toEqual(call(46));
    expect(placeOfCall(evidence, 2, 2)).toBeNull();
  });
});
