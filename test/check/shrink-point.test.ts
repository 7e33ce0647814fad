import { assert, constantFrom, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawPoint } from '../../src/check/draw-point.js';
import type { PointDomain } from '../../src/check/point-domain.js';
import { shrinkPoint } from '../../src/check/shrink-point.js';
import { createRandom } from '../../src/numdiff/index.js';
import { domainOf, domains, faultsOf } from './domains.js';

/** Shrinks with a predicate; what was proposed on the way stands beside the result. */
function shrink(start: Float64Array, domain: PointDomain, fails: (point: Float64Array) => boolean, mostTries = 1000) {
  const shrinking = shrinkPoint(start, domain, mostTries);
  const proposed: Float64Array[] = [];
  let turn = shrinking.next();
  while (!turn.done) {
    proposed.push(turn.value.slice());
    turn = shrinking.next(fails(turn.value));
  }
  return { point: turn.value, proposed };
}

function shrinkTree(tree: unknown, fails: (point: Float64Array) => boolean, model?: Parameters<typeof domainOf>[1]) {
  const domain = domainOf(tree, model);
  return [...shrink(domain.base, domain, fails).point];
}

const nonzeros = (point: Float64Array) => point.filter((x) => x !== 0).length;

describe('a shrunk point', () => {
  it('keeps only the entries that the failure needs, as round numbers', () => {
    const tree = { a: [0.123, 4.567], b: [[1.1, 2.2, -3.3]], c: 7.89 };
    expect(shrinkTree(tree, () => true)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(shrinkTree(tree, (p) => p[4] < 0)).toEqual([0, 0, 0, 0, -1, 0]);
    expect(shrinkTree(tree, (p) => p[1] > 4 && p[5] !== 0)).toEqual([0, 5, 0, 0, 0, 1]);
    expect(shrinkTree(tree, (p) => Math.abs(p[0] - 0.123) < 0.004)).toEqual([0.12, 0, 0, 0, 0, 0]);
  });

  it('takes signs away', () => {
    expect(shrinkTree([-3.75, -2.5], (p) => Math.abs(p[0]) > 3 && p[1] < -2)).toEqual([4, -3]);
  });

  it('finds the few entries of many in few tries', () => {
    const start = Float64Array.from({ length: 4096 }, (_, i) => 0.5 + Math.sin(i) / 3);
    const domain = domainOf([...start]);
    const { point, proposed } = shrink(start, domain, (p) => p[17] > 0 && p[3000] > 0);
    expect([...point].flatMap((x, i) => (x === 0 ? [] : [[i, x]]))).toEqual([
      [17, 1],
      [3000, 1],
    ]);
    expect(proposed.length).toBeLessThan(100);
  });

  it('counts the digits of float32 numbers as they are written', () => {
    const tree = new Float32Array([0.1, 0.2]);
    expect(shrinkTree(tree, (p) => p[0] > 0.05 && p[0] < 0.15)).toEqual([Math.fround(0.1), 0]);
  });

  it('stays at a bound where zero is outside', () => {
    expect(shrinkTree({ p: 3.217, q: 2 }, () => true, { bounds: { p: [1.5, 9] } })).toEqual([2, 0]);
  });

  it('stays inside the domain, fails, and never grows', () => {
    const predicates = constantFrom<(point: Float64Array) => boolean>(
      () => true,
      () => false,
      (p) => p[0] > 0,
      (p) => p.some((x) => x < 0),
      (p) => nonzeros(p) >= 2,
      (p) => p.reduce((sum, x) => sum + Math.abs(x), 0) > 3,
    );
    assert(
      property(domains, predicates, integer({ min: 0, max: 1e9 }), (domain, fails, seed) => {
        const start = drawPoint(domain, createRandom(seed));
        const { point, proposed } = shrink(start, domain, fails, 300);
        expect(proposed.length).toBeLessThanOrEqual(300);
        for (const candidate of proposed) expect(faultsOf(domain, candidate)).toEqual([]);
        expect(fails(point)).toBe(fails(start) || point !== start);
        expect(nonzeros(point)).toBeLessThanOrEqual(nonzeros(start));
      }),
    );
  });

  it('is the point itself after no tries', () => {
    const domain = domainOf([1.25, 2]);
    expect(shrink(domain.base, domain, () => true, 0).point).toBe(domain.base);
  });
});
