import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { sweepFiniteAdjoints } from '../../../src/autodiff/sweep.js';
import type { Alteration } from '../../../src/diagnose/tape/alteration.js';
import { AlterableTape } from '../../../src/diagnose/tape/altered-sweep.js';
import { alterationsOf } from '../../../src/diagnose/tape/catalogue.js';
import type { Edge } from '../../../src/diagnose/tape/edge.js';
import { createProjection } from '../../../src/diagnose/tape/projection.js';
import { Screen } from '../../../src/diagnose/tape/screen.js';
import { Search } from '../../../src/diagnose/tape/search.js';
import { createRandom } from '../../../src/numdiff/index.js';
import { diagnoseClaim, recordSnippet, type Recording } from './record-snippet.js';

const NETWORK = `export function loss(p, { x, t }) {
  let total = 0;
  for (let n = 0; n < x.length; n++) {
    let out = p.c;
    for (let j = 0; j < p.w.length; j++) {
      const z = p.w[j] * x[n] + p.b[j];
      out += p.v[j] * Math.tanh(z);
    }
    const r = out - t[n];
    total += Math.sqrt(1 + r * r);
  }
  let reg = 0;
  for (const w of p.w) reg += w * w;
  return total / x.length + 0.05 * reg;
}`;
const DATA = { x: [0.5, -1.2, 0.8, 1.7, -0.3], t: [1, 0.2, -0.4, 0.3, 0.7] };

/** A weight is away from 0 and from the others, as weights are. */
const weight = fc.double({ min: 0.2, max: 1.5, noNaN: true }).chain((size) => fc.constantFrom(size, -size));
const weights = fc.array(weight, { minLength: 4, maxLength: 4 });
const params = fc.record({ w: weights, b: weights, v: weights, c: weight });

const isFar = (a: number, b: number): boolean => Math.abs(a - b) > 1e-6 * Math.max(Math.abs(a), Math.abs(b));

/** The alterations of an edge; not confusions that come to a mere factor, which are left to factors. */
function listTried({ tape, layout }: Recording, edge: Edge): Alteration[] {
  const projection = createProjection(layout, layout.leaves, () => 1, createRandom(3));
  const { candidates } = new Screen(tape, sweepFiniteAdjoints(tape), projection).list([edge]);
  const catalogue = new Set(alterationsOf(edge).map(({ name }) => name));
  return candidates.map(({ alteration }) => alteration).filter(({ name }) => catalogue.has(name));
}

/** What search finds for a claim, over all parameters at once. */
function searchFor({ tape, layout, gradient: exact, describeSite }: Recording, claimed: Float64Array) {
  return Search.open({
    tape,
    layout,
    claimed,
    exact,
    isWrong: (i) => isFar(claimed[i], exact[i]),
    scaleAt: () => 1,
    isFloat32: false,
    isUsualFactor: (factor) => [2, 0.5].includes(factor),
    isOwn: () => true,
    lineGap: (a, b) => Math.abs(describeSite(a).location!.line - describeSite(b).location!.line),
    random: createRandom(2),
    backward: null,
  });
}

function distance(a: Float64Array, b: Float64Array): number {
  return Math.hypot(...a.map((value, i) => value - b[i]));
}

describe('an alteration of the catalogue, made somewhere in a network', () => {
  const mistake = fc.record({ point: params, edge: fc.nat(), alteration: fc.nat() });
  let explained = 0;

  beforeAll(async () => {
    await fc.assert(
      fc.asyncProperty(mistake, async (drawn) => {
        const recording = await recordSnippet(NETWORK, drawn.point, DATA);
        const { tape, gradient, edges } = recording;
        const edge = edges[drawn.edge % edges.length];
        const alterations = listTried(recording, edge);
        fc.pre(alterations.length > 0);
        const alteration = alterations[drawn.alteration % alterations.length];
        const alterable = new AlterableTape(tape);
        const claimed = alterable.sweep([{ edge, alteration }]);
        fc.pre(claimed.every(Number.isFinite) && claimed.some((value, i) => isFar(value, gradient[i])));
        const [match] = searchFor(recording, claimed)!.explainAll();
        expect(match, `${recording.describeSite(edge.site).text}: ${alteration.name}`).toBeDefined();
        const again = alterable.sweep(match.changes);
        expect(distance(again, claimed)).toBeLessThanOrEqual(1e-8 * Math.hypot(...claimed, ...gradient));
        explained++;
      }),
      { numRuns: 150, seed: 20 },
    );
  });

  it('is explained by a change that gives the same gradient', () => expect(explained).toBe(150));
});

describe('a gradient that no change of the catalogue gives', () => {
  it('is never explained for certain by one that does not give it', async () => {
    const noise = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 13, maxLength: 13 });
    await fc.assert(
      fc.asyncProperty(params, noise, async (point, errors) => {
        const recording = await recordSnippet(NETWORK, point, DATA);
        fc.pre(errors.filter((error) => error !== 0).length >= 10);
        const { diagnoses } = diagnoseClaim(recording, (g) => g.map((value, i) => value + errors[i] / 1000));
        expect(diagnoses.filter(({ evidence }) => evidence === 'exact')).toEqual([]);
      }),
      { numRuns: 25, seed: 21 },
    );
  });
});

describe('the right gradient', () => {
  it('is given no diagnosis', async () => {
    await fc.assert(
      fc.asyncProperty(params, async (point) => {
        const recording = await recordSnippet(NETWORK, point, DATA);
        expect(diagnoseClaim(recording, () => {}).diagnoses).toEqual([]);
        expect(recording.gradient).toEqual(sweepFiniteAdjoints(recording.tape).slice(1, 1 + recording.tape.inputs));
      }),
      { numRuns: 10, seed: 22 },
    );
  });
});
