import { describe, expect, it } from 'vitest';
import { detectMissingDamping } from '../../../src/diagnose/detectors/missing-damping.js';
import { change, detect, diagnose, vector } from '../evidence.js';

describe('detectMissingDamping', () => {
  const params = vector(14, 1);
  const right = vector(14, 2);
  const damped = (factor: (i: number) => number) => ({
    params,
    right,
    claimed: change(right, (n, i) => n / factor(i)),
  });

  it('finds claims that are all too large, by factors that vary', () => {
    expect(
      detect(
        detectMissingDamping,
        damped((i) => 0.3 + 0.04 * i),
      ),
    ).toMatchObject({
      code: 'missing-factor',
      trait: 'hint',
    });
  });

  it.each([
    ['one too small', (i: number) => (i === 3 ? 1.2 : 0.5 + 0.02 * i)],
    ['one of another sign', (i: number) => (i === 3 ? -0.5 : 0.5 + 0.02 * i)],
    ['one that is right', (i: number) => (i === 3 ? 1 : 0.5 + 0.02 * i)],
    ['factors that hardly vary', (i: number) => 0.5 + 0.001 * i],
  ])('does not take %s for it', (_, factor) => {
    expect(detect(detectMissingDamping, damped(factor))).toBeNull();
  });

  it('wants many entries', () => {
    const few = { params: [1, 2, 3], right: [0.1, 0.2, 0.3], claimed: [0.17, 0.31, 0.74] };
    expect(diagnose(few)[0].code).toBe('unknown');
  });
});
