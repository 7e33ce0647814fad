import { describe, expect, it } from 'vitest';
import { detectConstantError } from '../../../src/diagnose/detectors/constant-error.js';
import { change, detect, diagnose, vector } from '../evidence.js';

describe('detectConstantError', () => {
  const params = vector(6, 1);
  const right = vector(6, 2);

  it('finds the same amount in every entry, as a hint', () => {
    const [found] = diagnose({ params, right, claimed: change(right, (n) => n + 0.25) });
    expect(found).toMatchObject({ code: 'extra-term', evidence: 'hint' });
    expect(found.message).toContain('off by the same amount, 0.25, in every entry');
  });

  it('tells a loss that does not change with the parameter', () => {
    const [found] = diagnose({ params, right: right.map(() => 0), claimed: right.map(() => 1) });
    expect(found.message).toContain('the loss does not change with params, but the gradient is 1 in every entry');
  });

  it('says that a regulariser gives the same where all values are equal', () => {
    const [found] = diagnose({ params: right.map(() => 0.5), right, claimed: change(right, (n) => n - 0.05) });
    expect(found.message).toContain('or of a regulariser: all entries have the value 0.5');
  });

  it.each([
    ['one entry off by another', (n: number, i: number) => n + (i === 2 ? 0.26 : 0.25)],
    ['a factor', (n: number) => 1.25 * n],
  ])('does not take %s for it', (_, mistake) => {
    expect(detect(detectConstantError, { params, right, claimed: change(right, mistake) })).toBeNull();
  });
});
