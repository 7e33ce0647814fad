import { describe, expect, it } from 'vitest';
import { change, diagnose, makeEvidence, matrix, vector } from './evidence.js';
import { diagnoseNumbers } from '../../src/diagnose/index.js';

const params = { W1: matrix(4, 5, 1), b1: vector(5, 2), W2: matrix(5, 3, 3), b2: vector(3, 4) };
const right = { W1: matrix(4, 5, 5), b1: vector(5, 6), W2: matrix(5, 3, 7), b2: vector(3, 8) };
const spoil = (n: number, i: number): number => n + 0.3 * Math.sin(17 * i + 3);

describe('diagnoseNumbers', () => {
  it('names several mistakes, each with its parameters; the first says what is right', () => {
    const claimed = { ...right, W1: change(right.W1, (n) => -n), b1: change(right.b1, (n) => -n), b2: [0, 0, 0] };
    const diagnoses = diagnose({ params, right, claimed });
    expect(diagnoses.map(({ code, path }) => [code, path])).toEqual([
      ['sign-flip', 'W1'],
      ['zero-gradient', 'b2'],
    ]);
    expect(diagnoses[0].message).toMatch(/the gradients of W1 and b1 are the negative .*; W2 is right$/);
    expect(diagnoses[1].message).not.toContain('W2');
  });

  it('tells of unknown mistakes which parameters they are in, and where to look', () => {
    const claimed = { ...right, W1: change(right.W1, spoil), b1: change(right.b1, spoil) };
    const [found, ...others] = diagnose({ params, right, claimed });
    expect(found).toMatchObject({ code: 'unknown', path: 'W1', evidence: 'hint' });
    expect(found.message).toContain('all of W1 are wrong');
    expect(found.message).toMatch(/W2 and b2 are right, everything before W2 is wrong.*passes back from W2 to b1$/);
    expect(others).toEqual([]);
  });

  it('looks at the end of the loss where nothing is right', () => {
    const [found] = diagnose({ params, right, claimed: change(right, spoil) });
    expect(found.message).toContain('no parameter is right');
  });

  it('notices that the right gradient sums to 0 and the claim does not', () => {
    const centred = { b: [0.3, -0.5, 0.2] };
    const [found] = diagnose({ params: { b: [1, 2, 3] }, right: centred, claimed: { b: [0.6, 0.2, 0.1] } });
    expect(found.message).toContain('what belongs to b sums to 0, the claim does not');
  });

  it('tells a gradient where the loss does not change', () => {
    expect(diagnose({ params: { a: 1, b: 2 }, right: { a: 0, b: 1 }, claimed: { a: 3, b: 1 } })[0].message).toContain(
      'a is wrong, though the loss does not change with it',
    );
  });

  it('uses the exact gradient where it is known, also for entries that were not checked', () => {
    const evidence = makeEvidence({ params, right, claimed: change(right, (n) => 0.75 * n) });
    const unchecked = {
      ...evidence,
      exact: change({ g: Array.from(evidence.claimed) }, (n) => n / 0.75).g,
      numeric: new Float64Array(evidence.layout.size).fill(NaN),
      bound: new Float64Array(evidence.layout.size).fill(Infinity),
      verdict: () => 'unchecked' as const,
    };
    const found = diagnoseNumbers({ ...unchecked, exact: Float64Array.from(unchecked.exact) });
    expect(found).toMatchObject([{ code: 'scale', evidence: 'strong', path: 'W1' }]);
    expect(found[0].message).toContain('W1, b1, W2 and b2 are 0.75 times');
  });

  it('leaves out what is unknown: kinks, undecided and unchecked entries', () => {
    const claimed = change(right, (n, i) => (i % 4 === 1 ? 7 : 2 * n));
    const evidence = makeEvidence({ params, right, claimed });
    const kinds = ['kink', 'unchecked', 'kink', 'unchecked'] as const;
    const found = diagnoseNumbers({
      ...evidence,
      verdict: (i) => (i % 4 === 1 ? kinds[Math.floor(i / 4) % 4] : evidence.verdict(i)),
    });
    expect(found).toMatchObject([{ code: 'scale', evidence: 'strong' }]);
  });

  it('allows for the noise of float32 claims', () => {
    const tree = { w: Float32Array.from(vector(12, 1)) };
    const truth = vector(12, 2);
    const noisy = Float32Array.from(truth, (n, i) => -n * (1 + 1e-6 * Math.sin(i)));
    const found = diagnose({ params: tree, right: { w: truth }, claimed: { w: noisy } });
    expect(found).toMatchObject([{ code: 'sign-flip', evidence: 'strong' }]);
  });

  it('lets one in some hundred bounds be broken, not more', () => {
    const one = { params: vector(1000, 1), right: vector(1000, 2) };
    const numeric = (wrongBounds: number) => {
      const evidence = makeEvidence({ ...one, claimed: change(one.right, (n) => 3 * n) });
      const values = evidence.numeric.map((n, i) => (i % 97 === 5 && i < 97 * wrongBounds ? n * 1.01 : n));
      return diagnoseNumbers({ ...evidence, numeric: values })[0].code;
    };
    expect(numeric(2)).toBe('scale');
    expect(numeric(3)).not.toBe('scale');
  });

  it('takes the habit of a gradient for the mistake', () => {
    const wrong = { params, right, claimed: change(right, (n) => 3 * n) };
    const codes = (evidence: object) => diagnose({ ...wrong, evidence }).map(({ code }) => code);
    expect(codes({ habit: 'accumulates' })).toEqual(['accumulated']);
    expect(codes({ habit: 'stale' })).toEqual(['stale-gradient']);
    expect(codes({ habit: 'follows-loss' })).toEqual(['stale-gradient']);
    expect(codes({ habit: 'varies' })).toEqual(['scale']);
  });

  it('sees accumulation in a second call, and a stale gradient in that of another point', () => {
    const claimed = change(right, spoil);
    const { claimed: flat, point } = makeEvidence({ params, right, claimed });
    const codes = (evidence: object) => diagnose({ params, right, claimed, evidence }).map(({ code }) => code);
    expect(codes({ secondCall: flat.map((n) => 2 * n) })).toEqual(['accumulated']);
    expect(codes({ secondCall: flat.map((n, i) => (i === 3 ? 1 : 2) * n) })).toEqual(['unknown']);
    const elsewhere = point.map((x) => x + 0.01);
    expect(codes({ previousPoint: { point: elsewhere, claimed: flat } })).toEqual(['stale-gradient']);
    expect(codes({ previousPoint: { point, claimed: flat } })).toEqual(['unknown']);
    expect(codes({ previousPoint: { point: elsewhere, claimed: flat.map((n) => 1.01 * n) } })).toEqual(['unknown']);
  });
});
