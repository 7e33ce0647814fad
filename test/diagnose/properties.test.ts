import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diagnose, matrix, vector } from './evidence.js';

/** A tree of a few parameters with a right gradient: numbers in (−1, 1), none too near to 0. */
const model = fc
  .record({
    seed: fc.integer({ min: 1, max: 1e6 }),
    rows: fc.integer({ min: 2, max: 6 }),
    columns: fc.integer({ min: 3, max: 6 }),
  })
  .map(({ seed, rows, columns }) => {
    const tree = (offset: number) => ({
      W: matrix(rows, columns, seed + offset),
      b: vector(columns, seed + offset + 1),
      s: vector(1, seed + offset + 2)[0],
    });
    return { params: tree(0), right: tree(10) };
  });

type Tree = { W: number[][]; b: number[]; s: number };
const changed = ({ W, b, s }: Tree, f: (n: number) => number): Tree => ({
  W: W.map((row) => row.map(f)),
  b: b.map(f),
  s: f(s),
});

describe('diagnoseNumbers', () => {
  it('says nothing of a right gradient, whatever the order of its entries', () => {
    fc.assert(
      fc.property(model, fc.func(fc.integer()), ({ params, right }, order) => {
        const sorted = { ...right, b: right.b.slice().sort((x, y) => order(x) - order(y)) };
        expect(diagnose({ params, right: sorted, claimed: sorted })).toEqual([]);
      }),
    );
  });

  it('names a factor, and which one, on any model', () => {
    const factor = fc.double({ min: 1e-3, max: 1e3, noNaN: true }).filter((c) => Math.abs(c - 1) > 1e-3);
    fc.assert(
      fc.property(model, factor, fc.boolean(), ({ params, right }, size, isNegative) => {
        const c = isNegative ? -size : size;
        const diagnoses = diagnose({ params, right, claimed: changed(right, (n) => c * n) });
        expect(diagnoses).toMatchObject([{ code: c === -1 ? 'sign-flip' : 'scale', evidence: 'strong', path: 'W' }]);
        const named = /are (−?)(\S+) times/.exec(diagnoses[0].message)!;
        expect(
          valueOf(named[2]) * (named[1] || named[2].startsWith('-') ? Math.sign(c) * Math.sign(valueOf(named[2])) : 1),
        ).toBeCloseTo(c, 2);
      }),
    );
  });

  it('gives every wrong gradient a diagnosis, and noise no name that is certain', () => {
    fc.assert(
      fc.property(model, fc.integer({ min: 1, max: 1e6 }), ({ params, right }, seed) => {
        // Seeds that no model has: numbers of its own would be a pattern.
        const noise = vector(100, 1e7 + seed);
        let next = 0;
        const diagnoses = diagnose({ params, right, claimed: changed(right, (n) => n + 0.3 * noise[next++]) });
        expect(diagnoses.length).toBeGreaterThan(0);
        for (const { code, evidence } of diagnoses) if (evidence === 'strong') expect(code).toBe('unknown');
      }),
    );
  });

  it('does not depend on the units of the loss', () => {
    fc.assert(
      fc.property(model, fc.integer({ min: -30, max: 30 }), ({ params, right }, exponent) => {
        const unit = 2 ** exponent;
        const spoilt = changed(right, (n) => n * unit);
        spoilt.W = spoilt.W.slice().reverse();
        const truth = changed(right, (n) => n * unit);
        const codes = diagnose({ params, right: truth, claimed: spoilt, bound: 1e-9 * Math.min(1, unit) }).map(
          ({ code }) => code,
        );
        expect(codes[0]).toBe('permuted');
      }),
    );
  });
});

function valueOf(name: string): number {
  const known: Record<string, number> = { '½': 1 / 2, '⅓': 1 / 3, '¼': 1 / 4 };
  if (name in known) return known[name];
  const [top, bottom] = name
    .split('/')
    .map((part) =>
      part.startsWith('√')
        ? Math.sqrt(Number(part.slice(1)))
        : part.endsWith('²')
          ? Number(part.slice(0, -1)) ** 2
          : Number(part),
    );
  return bottom === undefined ? top : top / bottom;
}
