import { assert, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { edgeCases } from '../../src/check/edge-cases.js';
import { createRandom } from '../../src/numdiff/index.js';
import { domainOf, domains, faultsOf } from './domains.js';

const casesOf = (tree: unknown, model?: Parameters<typeof domainOf>[1]) =>
  Object.fromEntries(
    [...edgeCases(domainOf(tree, model), createRandom(1))].map(({ name, point }) => [
      name.replace('edge case: ', ''),
      [...point],
    ]),
  );

describe('edge cases', () => {
  it('are zeros, flipped signs, large and tiny values, and near-ties', () => {
    const { 'near-ties': ties, ...others } = casesOf({ w: [1, -2, 4], b: 0 });
    expect(others).toEqual({
      zeros: [0, 0, 0, 0],
      'signs flipped': [-1, 2, -4, 0],
      'large (32x)': [32, -64, 128, 64],
      'tiny (1/1024)': [1 / 1024, -2 / 1024, 4 / 1024, 2 / 1024],
    });
    expect(new Set(ties.slice(0, 3)).size).toBe(3);
    for (const x of ties.slice(0, 3)) expect(Math.abs(x - 1)).toBeLessThan(2 ** -25);
    expect(ties[3]).toBe(0);
  });

  it('tie float32 entries at a distance that float32 can hold', () => {
    const { 'near-ties': ties } = casesOf(new Float32Array([0.25, 0.5, 0.75, 1]));
    expect(new Set(ties).size).toBe(4);
    for (const x of ties) expect(Math.abs(x - 0.625)).toBeLessThan(2 ** -12);
  });

  it('tie plain numbers with one another', () => {
    const { 'near-ties': ties } = casesOf({ x: 1, y: 3, z: 8 });
    for (const x of ties) expect(Math.abs(x - 3)).toBeLessThan(2 ** -24);
  });

  it('leave out what is the point itself or another case', () => {
    expect(Object.keys(casesOf([0]))).toEqual(['large (32x)', 'tiny (1/1024)']);
    expect(Object.keys(casesOf({ p: 1 }, { bounds: { p: [1, 2] } }))).toEqual(['large (32x)']);
    expect(Object.keys(casesOf({ p: [1, 2], q: 1 }, { frozen: ['p', 'q'] }))).toEqual([]);
  });

  it('lie in the domain', () => {
    assert(
      property(domains, (domain) => {
        for (const { name, point } of edgeCases(domain, createRandom(1)))
          expect(faultsOf(domain, point), name).toEqual([]);
      }),
    );
  });
});
