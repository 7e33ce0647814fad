import { describe, expect, it } from 'vitest';
import type { Experimenting } from '../../../src/diagnose/experiments/experiment.js';
import { findHidingDesign } from '../../../src/diagnose/experiments/find-hiding-design.js';
import { findKeptPoint } from '../../../src/diagnose/experiments/find-kept-point.js';
import { findOverPoints } from '../../../src/diagnose/experiments/find-over-points.js';
import { readEvidence, type ModelEvidence } from '../../../src/diagnose/index.js';
import { buildTree } from '../../../src/model/build-tree.js';
import { readTree } from '../../../src/model/tree-layout.js';
import { createRandom } from '../../../src/numdiff/index.js';
import { makeEvidence } from '../evidence.js';

type Gradient<Tree> = (at: Tree) => Tree;
const BOUND = 1e-9;

/** A model whose right and claimed gradients are both formulas, and the answers to what is asked of it. */
function modelOf<Tree>(params: Tree, right: Gradient<Tree>, claimed: Gradient<Tree>) {
  const { layout } = readTree(params);
  const flat = (tree: unknown): Float64Array => readTree(tree).values;
  const model = readEvidence(makeEvidence({ params, right: right(params), claimed: claimed(params) }));
  let asked = 0;
  const run = <Result>(asking: Experimenting<Result>): Result => {
    let turn = asking.next();
    while (!turn.done) {
      asked++;
      const tree = buildTree(layout, turn.value.point) as Tree;
      const numeric = flat(right(tree));
      turn = asking.next({
        claimed: flat(claimed(tree)),
        numeric,
        bound: numeric.map((n) => BOUND * (Math.abs(n) + 1e-3)),
      });
    }
    return turn.value;
  };
  return { model, run, open: openOf(model), asked: () => asked };
}

const openOf = ({ parameters }: ModelEvidence) => parameters.filter(({ wrong }) => wrong.length > 0);

describe('findHidingDesign', () => {
  const S = [
    [0.4, -0.9, 0.3],
    [0.7, 0.2, -0.6],
    [-0.2, 0.8, 0.5],
  ];
  const params = { S, u: [0.3, -0.7, 0.9], g: [1.3, 0.6, 1.9] };
  type Params = typeof params;
  const signal = ({ S: m, u, g }: Params, read: (j: number, k: number) => number): Params => ({
    S: m,
    u: u.map((x, j) => g.reduce((sum, v, k) => sum + v * read(j, k), 0) * Math.cosh(x)),
    g,
  });
  const right = (p: Params): Params => signal(p, (j, k) => p.S[j][k]);
  const find = (claimed: Gradient<Params>) => {
    const { model, open, run } = modelOf(params, right, claimed);
    return run(findHidingDesign(model, open, createRandom(1)));
  };

  it('finds the matrix that should be transposed', () => {
    expect(find((p) => signal(p, (j, k) => p.S[k][j]))).toMatchObject({
      code: 'transposed',
      path: 'u',
      evidence: 'strong',
      message: expect.stringContaining('right where S is symmetric'),
    });
  });

  it('finds the factor that is missing, and entries taken for one another', () => {
    const ungained = find((p) => ({ ...signal({ ...p, g: p.g.map(() => 1) }, (j, k) => p.S[j][k]), g: p.g }));
    expect(ungained).toMatchObject({ code: 'missing-factor', evidence: 'strong' });
    expect(find((p) => signal(p, (j, k) => p.S[(j + 1) % 3][(k + 2) % 3]))).toMatchObject({ code: 'permuted' });
  });

  it('finds a function whose derivative is right for small arguments only', () => {
    const claimed = (p: Params): Params => ({ ...right(p), u: right(p).u.map((d, j) => d * Math.cosh(p.u[j])) });
    expect(find(claimed)).toMatchObject({ code: 'wrong-derivative', evidence: 'hint' });
  });

  it('says nothing where the mistake shows everywhere', () => {
    expect(find((p) => ({ ...right(p), u: right(p).u.map((d, j) => d * (2 + j) + Math.sin(j) + 0.2) }))).toBeNull();
  });

  it('says nothing where the points cannot be evaluated', () => {
    const { model, open } = modelOf(params, right, (p) => signal(p, (j, k) => p.S[k][j]));
    const asking = findHidingDesign(model, open, createRandom(1));
    let turn = asking.next();
    while (!turn.done) turn = asking.next(null);
    expect(turn.value).toBeNull();
  });
});

describe('findOverPoints', () => {
  const params = { level: 0.6, rate: -0.8, w: [0.3, 0.9, -0.4, 0.2, 0.7, -0.5, 0.1] };
  type Params = typeof params;
  const right = ({ level, rate, w }: Params): Params => ({
    level: Math.sin(3 * level) + rate ** 2,
    rate: 2 * rate * level + Math.exp(rate),
    w,
  });
  const codes = (claimed: Gradient<Params>): string[] => {
    const { model, open, run } = modelOf(params, right, claimed);
    return run(findOverPoints(model, open, createRandom(1))).map(
      ({ group, evidence }) => `${group.findings[0].code} ${evidence} ${group.paths.join()}`,
    );
  };

  it.each([
    ['a penalty', (p: Params) => ({ ...right(p), level: right(p).level + 0.2 * p.level }), ['extra-term strong level']],
    ['a factor', (p: Params) => ({ ...right(p), rate: right(p).rate * 1.7 }), ['scale strong rate']],
    [
      'a log-scale',
      (p: Params) => ({ ...right(p), rate: right(p).rate / Math.exp(p.rate) }),
      ['missing-factor strong rate'],
    ],
    ['another one', (p: Params) => ({ ...right(p), rate: right(p).level }), ['copied hint rate']],
    ['nothing known', (p: Params) => ({ ...right(p), rate: Math.cos(9 * p.rate) }), []],
  ])('knows %s of a single number', (_, claimed, expected) => {
    expect(codes(claimed)).toEqual(expected);
  });
});

describe('findKeptPoint', () => {
  const start = { a: [0.7, -1.2], b: [0.35, 2.1] };
  const later = { a: [0.9, -0.8], b: [0.6, 1.7] };
  type Params = typeof start;
  const right = ({ a, b }: Params): Params => ({
    a: a.map((x, i) => x * b[i] ** 2 + 1),
    b: b.map((x, i) => x * a[i] ** 2 + 2),
  });
  const find = (claimed: Gradient<Params>, from: Params = start) => {
    const { model, run } = modelOf(later, right, claimed);
    return run(findKeptPoint(model, readTree(from).values));
  };

  it('finds a gradient that uses what was computed at the first point', () => {
    const kept = find(({ a }) => ({ ...right({ a, b: start.b }), b: right({ a, b: later.b }).b }));
    expect(kept).toMatchObject({ code: 'stale-gradient', path: 'a', paths: ['a'], evidence: 'strong' });
  });

  it('does not take a mistake for it that shows at the first point as well, or is hidden there by values of 0', () => {
    expect(find((p) => ({ ...right(p), a: right(p).a.map((d) => 2 * d) }))).toBeNull();
    const shrunk = (p: Params): Params => ({ ...right(p), a: right(p).a.map((d, i) => d + 0.3 * p.a[i]) });
    expect(find(shrunk, { a: [0, 0], b: later.b })).toBeNull();
  });
});
