import { assert, constantFrom, double, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyTolerance } from '../../src/check/apply-tolerance.js';
import type { EntryProblem, EntryResult } from '../../src/check/entry-problem.js';
import type { EntryVerdict } from '../../src/check/report.js';
import { Ladder, ROUNDOFF_64 } from '../../src/numdiff/index.js';

const ladder = new Ladder('both', 1, 1e-16, ROUNDOFF_64);

const claim = (claimed: number): EntryProblem => ({
  index: 0,
  x: 1,
  claimed,
  scale: 1,
  isFloat32: false,
  lower: -Infinity,
  upper: Infinity,
  claimBound: 0,
});

const found = (numeric: number, bound: number, verdict: EntryVerdict = 'pass'): EntryResult => ({
  verdict,
  reason: 'match',
  numeric,
  bound,
  isZero: false,
  ladder,
});

const decide = (
  claimed: number,
  result: EntryResult,
  tolerance: { rtol?: number; atol?: number },
): Pick<EntryResult, 'verdict' | 'reason'> =>
  applyTolerance(claim(claimed), result, { rtol: 0, atol: 0, ...tolerance });

describe('an explicit tolerance', () => {
  it.each<[string, number, EntryResult, { rtol?: number; atol?: number }, EntryVerdict]>([
    ['a gap within rtol', 1.01, found(1, 1e-9), { rtol: 0.02 }, 'pass'],
    ['a gap beyond rtol', 1.01, found(1, 1e-9), { rtol: 0.005 }, 'fail'],
    ['a gap within atol', 1.01, found(1, 1e-9), { atol: 0.02 }, 'pass'],
    ['a gap beyond atol', 1.01, found(1, 1e-9), { atol: 0.005 }, 'fail'],
    ['a gap within the sum of both', 1.01, found(1, 1e-9), { atol: 0.006, rtol: 0.005 }, 'pass'],
    ['rtol counts the larger number', 2, found(1, 0), { rtol: 0.5 }, 'pass'],
    ['a gap within the bound, tolerance 0', 1.01, found(1, 0.02), {}, 'pass'],
    ['a gap beyond the bound, tolerance 0', 1.01, found(1, 0.005), {}, 'fail'],
    ['a failed entry is forgiven', 1.01, found(1, 1e-9, 'fail'), { rtol: 0.02 }, 'pass'],
    ['an undecided entry that is surely near enough', 1.01, found(1, 0.005, 'inconclusive'), { rtol: 0.02 }, 'pass'],
    ['an undecided entry that is surely too far', 2, found(1, 0.1, 'inconclusive'), { rtol: 0.02 }, 'fail'],
    ['an undecided entry between', 1.01, found(1, 0.05, 'inconclusive'), { rtol: 0.02 }, 'inconclusive'],
    ['nothing known at all', 1, found(1, Infinity, 'inconclusive'), { rtol: 0.5 }, 'inconclusive'],
  ])('%s', (_name, claimed, result, tolerance, verdict) => {
    expect(decide(claimed, result, tolerance).verdict).toBe(verdict);
  });

  it('says that it was the tolerance that decided', () => {
    expect(decide(1, found(1, 0), { rtol: 1e-3 }).reason).toBe('tolerance');
    expect(decide(2, found(1, 0), { rtol: 1e-3 }).reason).toBe('tolerance');
  });

  it('leaves kinks and what is not finite as they were', () => {
    const kink = { ...found(1, 0, 'kink'), reason: 'subgradient' as const };
    expect(applyTolerance(claim(3), kink, { rtol: 0, atol: 0 })).toBe(kink);
    for (const claimed of [NaN, Infinity]) {
      const result = { ...found(1, 0, 'fail'), reason: 'non-finite' as const };
      expect(applyTolerance(claim(claimed), result, { rtol: 1, atol: 1e9 })).toBe(result);
    }
    const blind = found(NaN, Infinity, 'inconclusive');
    expect(applyTolerance(claim(1), blind, { rtol: 1, atol: 1 })).toBe(blind);
  });

  it('fails exactly when |a − n| − bound > atol + rtol·max(|a|, |n|)', () => {
    const number = double({ min: -10, max: 10, noNaN: true });
    const small = double({ min: 0, max: 1, noNaN: true });
    assert(
      property(
        number,
        number,
        small,
        small,
        small,
        constantFrom<EntryVerdict>('pass', 'fail', 'inconclusive'),
        (claimed, numeric, bound, rtol, atol, verdict) => {
          const { verdict: decided } = decide(claimed, found(numeric, bound, verdict), { rtol, atol });
          const isBeyond =
            Math.abs(claimed - numeric) - bound > atol + rtol * Math.max(Math.abs(claimed), Math.abs(numeric));
          expect(decided === 'fail').toBe(isBeyond);
        },
      ),
    );
  });
});
