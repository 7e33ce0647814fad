import { describe, expect, it } from 'vitest';
import { detectOwnMultiple } from '../../../src/diagnose/detectors/own-multiple.js';
import { detect, diagnose, vector } from '../evidence.js';

describe('detectOwnMultiple', () => {
  const params = vector(6, 1);
  const right = vector(6, 2);

  it('finds a gradient that is the parameter times a constant, as a hint', () => {
    const [found] = diagnose({ params, right, claimed: params.map((x) => 0.01 * x) });
    expect(found).toMatchObject({ code: 'overwritten', evidence: 'hint' });
    expect(found.message).toContain('is 0.01 times the parameter itself');
  });

  it.each([
    ['a multiple that is added', params.map((x, i) => 0.01 * x + right[i])],
    ['a multiple but for one entry', params.map((x, i) => (i === 3 ? 0.011 : 0.01) * x)],
    ['zeros', params.map(() => 0)],
  ])('does not take %s for it', (_, claimed) => {
    expect(detect(detectOwnMultiple, { params, right, claimed })).toBeNull();
  });
});
