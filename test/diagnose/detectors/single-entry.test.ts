import { describe, expect, it } from 'vitest';
import { detectSingleEntry } from '../../../src/diagnose/detectors/single-entry.js';
import { change, detect, diagnose, vector, wordsOf } from '../evidence.js';

describe('detectSingleEntry', () => {
  const params = vector(20, 1);
  const right = vector(20, 2);
  const spoil = (...entries: number[]) => ({
    params,
    right,
    claimed: change(right, (n, i) => (entries.includes(i) ? 1.3 * n + 0.01 : n)),
  });

  it('finds a wrong entry among many', () => {
    expect(diagnose(spoil(7))).toMatchObject([{ code: 'single-entry', path: 'params', evidence: 'strong' }]);
    expect(diagnose(spoil(7))[0].message).toContain('only params[7] is wrong, the other 19 entries are right');
  });

  it('looks at loops where it is the last or the first', () => {
    expect(wordsOf(detect(detectSingleEntry, spoil(19))!)).toContain('params[19] (the last) is wrong');
    expect(wordsOf(detect(detectSingleEntry, spoil(0, 1))!)).toContain('look at the bounds of the loops');
  });

  it('is a hint in a small block', () => {
    const small = { params: [1, 2, 3], right: [0.4, 0.5, 0.6], claimed: [0.4, 0.7, 0.6] };
    expect(diagnose(small)).toMatchObject([{ code: 'single-entry', evidence: 'hint' }]);
  });

  it('does not call a good part of the block isolated', () => {
    expect(detect(detectSingleEntry, spoil(1, 4, 9, 12, 15))).toBeNull();
  });

  it('does not count right entries that could not have shown such an error', () => {
    const bound = new Float64Array(20).fill(0.5);
    bound[7] = 1e-9;
    expect(detect(detectSingleEntry, { ...spoil(7), evidence: { bound } })).toBeNull();
  });
});
