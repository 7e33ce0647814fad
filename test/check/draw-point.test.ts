import { assert, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawPoint } from '../../src/check/draw-point.js';
import { createRandom } from '../../src/numdiff/index.js';
import { domainOf, domains, faultsOf } from './domains.js';

const draw = (tree: unknown, model?: Parameters<typeof domainOf>[1], seed = 1) =>
  drawPoint(domainOf(tree, model), createRandom(seed));

describe('a drawn point', () => {
  it('lies in the domain: inside bounds, float32 where stored so, frozen leaves untouched', () => {
    assert(
      property(domains, integer({ min: 0, max: 1e9 }), (domain, seed) => {
        const random = createRandom(seed);
        for (let k = 0; k < 5; k++) expect(faultsOf(domain, drawPoint(domain, random))).toEqual([]);
      }),
    );
  });

  it('is the same for the same seed, and another for another', () => {
    const tree = { w: [1, 2, 3], b: 0.5 };
    expect(draw(tree)).toEqual(draw(tree));
    expect(draw(tree)).not.toEqual(draw(tree, {}, 2));
  });

  it('moves each entry by up to its own size, and keeps its sign', () => {
    const tree = [1e-6, -1, 1e6];
    const random = createRandom(7);
    const points = Array.from({ length: 200 }, () => drawPoint(domainOf(tree), random));
    tree.forEach((x, i) => {
      const moves = points.map((point) => (point[i] - x) / Math.abs(x));
      expect(Math.max(...moves.map(Math.abs))).toBeLessThanOrEqual(1);
      expect(Math.min(...moves)).toBeLessThan(-0.8);
      expect(Math.max(...moves)).toBeGreaterThan(0.8);
      expect(points.every((point) => point[i] * x >= 0)).toBe(true);
    });
  });

  it('moves a zero by the size of the others, or by the declared one', () => {
    const random = createRandom(3);
    const farthest = (tree: number[], model: Parameters<typeof domainOf>[1]) =>
      Math.max(...Array.from({ length: 200 }, () => Math.abs(drawPoint(domainOf(tree, model), random)[0])));
    expect(farthest([0, 40, 50, 60], {})).toBeGreaterThan(40);
    expect(farthest([0, 40, 50, 60], { scale: { 'params[0]': 1e-3 } })).toBeLessThanOrEqual(1e-3);
    expect(farthest([0], {})).toBeGreaterThan(0.8);
  });

  it('takes the whole room between bounds that are near', () => {
    const random = createRandom(5);
    const domain = domainOf({ p: 0.5 }, { bounds: { p: [0.49, 0.52] } });
    const values = Array.from({ length: 200 }, () => drawPoint(domain, random)[0]);
    expect(Math.min(...values)).toBeLessThan(0.495);
    expect(Math.max(...values)).toBeGreaterThan(0.515);
  });
});
