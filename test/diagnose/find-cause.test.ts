import { describe, expect, it } from 'vitest';
import type { EntryReason, EntryReport, EntryVerdict, PointReport } from '../../src/check/report.js';
import { findCause } from '../../src/diagnose/find-cause.js';

function pointWith(verdict: EntryVerdict, ...reasons: EntryReason[]): PointReport {
  const entries = reasons.map((reason): EntryReport => ({
    index: [],
    analytic: 1,
    numeric: 2,
    bound: 0,
    relativeError: 0.5,
    verdict,
    reason,
  }));
  const failed = verdict === 'fail' ? entries.length : 0;
  const lists = verdict === 'fail' ? { failures: entries, notes: [] } : { failures: [], notes: entries };
  return { name: 'params', loss: 1, parameters: [{ failed, ...lists }] } as unknown as PointReport;
}

const facts = { points: [], warnings: [], diagnoses: [], nonFiniteData: null, isNonFiniteAtZero: false };
const warned = (...codes: string[]) => codes.map((code) => ({ code, message: '' }));

describe('findCause', () => {
  it('is the implementation where the gap stays', () => {
    const found = findCause({ ...facts, verdict: 'fail', points: [pointWith('fail', 'mismatch', 'mismatch')] });
    expect(found.cause).toBe('implementation');
    expect(found.causeReason).toContain('2 entries differ by far more than the error bound');
  });

  it('tells the reason in the words of the diagnosis where no entry is wrong', () => {
    const diagnoses = [{ code: 'stale-gradient', path: '', message: 'it is stale', evidence: 'strong' as const }];
    expect(findCause({ ...facts, verdict: 'fail', diagnoses })).toEqual({
      cause: 'implementation',
      causeReason: 'it is stale',
    });
  });

  it.each([
    [{ isNonFiniteAtZero: true }, 'singularity'],
    [{ nonFiniteData: 'data[2]' }, 'data'],
    [{}, 'implementation'],
  ])('of a gradient that is not finite, with %j, is %s', (more, cause) => {
    const points = [pointWith('fail', 'non-finite')];
    expect(findCause({ ...facts, verdict: 'fail', points, ...more }).cause).toBe(cause);
  });

  it('is the implementation beside one-sided slopes and an explicit tolerance', () => {
    const reason = (why: EntryReason) => findCause({ ...facts, verdict: 'fail', points: [pointWith('fail', why)] });
    expect(reason('outside-subgradient').causeReason).toContain('kink');
    expect(reason('tolerance').causeReason).toContain('explicit tolerance');
  });

  it.each([
    ['noise', 'instability'],
    ['nondeterministic', 'instability'],
    ['discontinuity', 'singularity'],
    ['singular', 'singularity'],
    ['no-room', 'singularity'],
    ['multi-scale', 'instability'],
    ['no-plateau', 'instability'],
  ] as const)('of entries undecided for %s is %s', (reason, cause) => {
    const found = findCause({ ...facts, verdict: 'inconclusive', points: [pointWith('inconclusive', reason, reason)] });
    expect(found.cause).toBe(cause);
    expect(found.causeReason).not.toBe('');
  });

  it('follows the most frequent reason', () => {
    const points = [pointWith('inconclusive', 'singular', 'noise', 'noise')];
    expect(findCause({ ...facts, verdict: 'inconclusive', points }).causeReason).toContain('noise');
  });

  it.each([
    ['nondeterministic-loss', 'instability'],
    ['kink', 'singularity'],
    ['domain-edge', 'singularity'],
    ['reused-buffer', 'implementation'],
    ['explicit-tolerance', 'none'],
  ])('of a pass with the warning %s is %s', (code, cause) => {
    const found = findCause({ ...facts, verdict: 'pass', warnings: warned(code) });
    expect(found.cause).toBe(cause);
    expect(found.causeReason).not.toBe('');
  });

  it('is none, without a reason, where all is well', () => {
    expect(findCause({ ...facts, verdict: 'pass' })).toEqual({ cause: 'none', causeReason: '' });
  });
});
