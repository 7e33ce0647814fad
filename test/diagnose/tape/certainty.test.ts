import { describe, expect, it } from 'vitest';
import type { Alteration } from '../../../src/diagnose/tape/alteration.js';
import { ZERO, substitution, timesFactor } from '../../../src/diagnose/tape/build-alterations.js';
import { certaintyOf } from '../../../src/diagnose/tape/certainty.js';
import type { Edge } from '../../../src/diagnose/tape/edge.js';
import { edgesAt, diagnoseClaim, recordSnippet } from './record-snippet.js';

const matchOf = (...alterations: Alteration[]) => ({
  changes: alterations.map((alteration) => ({ edge: {} as Edge, alteration })),
  leaves: [],
});
const effect = (wrongEntries: number) => ({ factor: null, wrongEntries });

describe('certaintyOf', () => {
  it('is exact for a plain change that three numbers speak for', () => {
    expect(certaintyOf(matchOf(ZERO), effect(3), false)).toBe('exact');
    expect(certaintyOf(matchOf(ZERO), effect(2), false)).toBe('strong');
  });

  it('is never exact where a rival of another name gives the same', () => {
    expect(certaintyOf(matchOf(ZERO), effect(100), true)).toBe('strong');
  });

  it('wants more numbers for what is far-fetched', () => {
    const other = substitution('b', 'b', new Float64Array(1));
    expect(certaintyOf(matchOf(other), effect(7), false)).toBe('strong');
    expect(certaintyOf(matchOf(other), effect(8), false)).toBe('exact');
    expect(certaintyOf(matchOf(ZERO, timesFactor(2)), effect(7), false)).toBe('strong');
    expect(certaintyOf(matchOf(ZERO, timesFactor(2)), effect(8), false)).toBe('exact');
  });
});

describe('the factor 2 of a square', () => {
  const x = [0.4, -0.9, 1.3, 0.7];
  const drag = (power: string) => `export function loss(p, x) {
  let total = 0;
  for (let i = 0; i < x.length; i++) {
    const v = p.v[i] * x[i] + Math.sin(p.v[i]);
    total += p.c * ${power};
  }
  return total;
}`;
  const params = { v: [0.6, -0.8, 1.1, 0.5], c: 0.7 };
  const speeds = params.v.map((v, i) => v * x[i] + Math.sin(v));

  it.each(['v * v', 'Math.abs(v) * v'])('is missing where one of the two factors of %s is forgotten', async (power) => {
    const recording = await recordSnippet(drag(power), params, x);
    const isModulus = power !== 'v * v';
    const { diagnoses } = diagnoseClaim(recording, (g) => {
      speeds.forEach((v, i) => (g[i] = params.c * (isModulus ? Math.abs(v) : v) * (x[i] + Math.cos(params.v[i]))));
    });
    expect(diagnoses[0]).toMatchObject({ path: 'v', location: { line: 5 } });
    expect(['missing-factor', 'scale']).toContain(diagnoses[0].code);
  });

  it('is marked on the composite that is a square, and on no other', async () => {
    const recording = await recordSnippet('export const loss = (p) => p.w * p.w + Math.exp(-p.u);', { w: 0.4, u: 0.3 });
    expect(edgesAt(recording, 'p.w * p.w', 'composite').map(({ isSquare }) => isSquare)).toEqual([true]);
    expect(edgesAt(recording, 'Math.exp(-p.u)', 'composite').every(({ isSquare }) => isSquare === false)).toBe(true);
  });
});
