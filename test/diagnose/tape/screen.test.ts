import { describe, expect, it } from 'vitest';
import { sweepFiniteAdjoints } from '../../../src/autodiff/sweep.js';
import { AlterableTape } from '../../../src/diagnose/tape/altered-sweep.js';
import { NEGATED, ONE, ZERO } from '../../../src/diagnose/tape/build-alterations.js';
import { createProjection, project } from '../../../src/diagnose/tape/projection.js';
import { Screen } from '../../../src/diagnose/tape/screen.js';
import { createRandom } from '../../../src/numdiff/index.js';
import { edgesAt, recordSnippet, type Recording } from './record-snippet.js';

const NETWORK = `export function loss(p, { x, t }) {
  let total = 0;
  for (let n = 0; n < x.length; n++) {
    let out = p.c;
    for (let j = 0; j < p.w.length; j++) {
      const z = p.w[j] * x[n] + p.b[j];
      out += p.v[j] * Math.tanh(z);
    }
    const r = out - t[n];
    total += r * r;
  }
  return total / x.length;
}`;
const PARAMS = { w: [0.3, -0.7, 1.1], b: [0.1, 0.2, -0.3], v: [0.9, -0.4, 0.6], c: 0.05 };
const DATA = { x: [0.5, -1.2, 0.8, 1.7], t: [1, 0.2, -0.4, 0.3] };

function open({ tape, layout }: Recording) {
  const projection = createProjection(layout, layout.leaves, () => 1, createRandom(3));
  return { projection, screen: new Screen(tape, sweepFiniteAdjoints(tape), projection) };
}

function largest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

describe('the screen', () => {
  it('knows the effect of every alteration where no execution leads into another', async () => {
    const recording = await recordSnippet(NETWORK, PARAMS, DATA);
    const { projection, screen } = open(recording);
    const alterable = new AlterableTape(recording.tape);
    const right = project(projection, recording.gradient);
    // Sums lead from one turn into the next.
    const edges = recording.edges.filter(({ site }) => !/\+=/.test(recording.describeSite(site).text));
    const { candidates } = screen.list(edges);
    expect(candidates.length).toBeGreaterThan(150);
    for (const { edge, alteration, effect } of candidates) {
      const altered = project(projection, alterable.sweep([{ edge, alteration }]));
      if (!altered.every(Number.isFinite)) continue;
      const size = Math.max(largest(altered), largest(right), largest(effect));
      altered.forEach((value, f) =>
        expect(Math.abs(value - right[f] - effect[f]), alteration.name).toBeLessThanOrEqual(1e-12 * size),
      );
    }
  });

  it('does not where one leads into the next, as in a recurrence', async () => {
    const recording = await recordSnippet(
      'export function loss(p) { let h = 0.5; for (let t = 0; t < 4; t++) h = h * p.a; return h; }',
      { a: 0.8 },
    );
    const { projection, screen } = open(recording);
    const edge = edgesAt(recording, 'h * p.a', 'left').find(({ part }) => !part)!;
    const altered = new AlterableTape(recording.tape).sweep([{ edge, alteration: NEGATED }]);
    const effect = screen.effect(edge, NEGATED, screen.carried(edge, edge.slopes));
    const change = project(projection, altered)[0] - project(projection, recording.gradient)[0];
    expect(Math.abs(effect[0] - change)).toBeGreaterThan(0.1 * Math.abs(change));
  });

  it('takes a lost sign for no missing factor', async () => {
    const recording = await recordSnippet('export function loss(p) { return Math.exp(-p.a); }', { a: 0.8 });
    const { candidates } = open(recording).screen.list(edgesAt(recording, '-p.a'));
    const names = candidates.map(({ alteration }) => alteration);
    expect(names).toContain(NEGATED);
    expect(names).toContain(ZERO);
    expect(names).not.toContain(ONE);
  });
});

describe('a sweep with changes', () => {
  it('is the right one without any, and leaves the tape as it was', async () => {
    const recording = await recordSnippet(NETWORK, PARAMS, DATA);
    const alterable = new AlterableTape(recording.tape);
    const [edge] = edgesAt(recording, 'Math.tanh(z)', 'left');
    const missing = alterable.sweep([{ edge, alteration: ONE }]);
    expect(alterable.sweep([])).toEqual(recording.gradient);
    expect(missing).not.toEqual(recording.gradient);
    expect(alterable.sweep([{ edge, alteration: ONE }])).toEqual(missing);
  });

  it('carries two changes out at once', async () => {
    const recording = await recordSnippet('export function loss(p) { return Math.sin(p.a) * Math.exp(p.b); }', {
      a: 0.4,
      b: 0.7,
    });
    const [sine] = edgesAt(recording, 'Math.sin(p.a)', 'left');
    const [power] = edgesAt(recording, 'Math.exp(p.b)', 'left');
    const swept = new AlterableTape(recording.tape).sweep([
      { edge: sine, alteration: ONE },
      { edge: power, alteration: NEGATED },
    ]);
    expect(swept[0]).toBeCloseTo(Math.exp(0.7), 14);
    expect(swept[1]).toBeCloseTo(-Math.sin(0.4) * Math.exp(0.7), 14);
  });
});
