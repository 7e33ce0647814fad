import { describe, expect, it } from 'vitest';
import { checkAlong } from '../../../src/check/directional/check-along.js';
import type { PointProblem, PointResult } from '../../../src/check/point-problem.js';
import { readTree } from '../../../src/model/tree-layout.js';
import { createRandom, RULE } from '../../../src/numdiff/index.js';
import { driveAt } from '../../numdiff/synthetic.js';
import { logistic, spoil, tiedAutoencoder, type Known } from '../../../bench/scale/known-gradients.js';

interface AlongResult extends PointResult {
  readonly evaluations: number;
  /** Places of the failing entries in the flat vector. */
  readonly found: number[];
}

function along(
  { point, loss }: Known,
  claimed: Float64Array,
  { tree = point, seed = 1, ...options }: Partial<PointProblem> & { tree?: unknown; seed?: number } = {},
): AlongResult {
  const { layout } = readTree(tree);
  const problem = {
    layout,
    point,
    loss: loss(point),
    claimed,
    frozen: new Set<string>(),
    declaredFloat32: false,
    random: createRandom(seed),
    seed,
    rule: RULE,
    maxEvaluations: 50_000,
    ...options,
  };
  const { result, points } = driveAt(checkAlong(problem), point, loss);
  const found = result.parameters.flatMap((parameter, k) =>
    parameter.failures.map(({ index }) => layout.leaves[k].offset + index[0]),
  );
  return { ...result, evaluations: points.length, found };
}

/** 300 parameters of 1 to 40 entries, whose gradients range over seven decades, large beside small. */
function unlikeParameters(): { known: Known; tree: Float64Array[] } {
  const leaves = Array.from({ length: 300 }, (_, k) => ({ size: [1, 3, 10, 40][k % 4], slope: 10 ** -((k * 3) % 8) }));
  const slopes = Float64Array.from(leaves.flatMap(({ size, slope }) => Array.from({ length: size }, () => slope)));
  const point = slopes.map((_, i) => 1.5 + Math.sin(i));
  const loss = (p: Float64Array): number => p.reduce((sum, x, i) => sum + slopes[i] * Math.log1p(x), 0) / slopes.length;
  const gradient = point.map((x, i) => slopes[i] / (1 + x) / slopes.length);
  const ends = leaves.map(
    (
      (end) =>
      ({ size }: { size: number }) =>
        (end += size)
    )(0),
  );
  return {
    known: { point, loss, gradient },
    tree: leaves.map(({ size }, k) => point.subarray(ends[k] - size, ends[k])),
  };
}

describe('a right gradient', () => {
  it.each([10, 1000, 20_000])('of %i entries passes within 16 + 8 evaluations', (size) => {
    const known = logistic(size);
    const { parameters, evaluations, found } = along(known, known.gradient);
    expect(found).toEqual([]);
    expect(evaluations).toBeLessThanOrEqual(24);
    expect(parameters[0]).toMatchObject({ verdict: 'pass', checked: size, pass: size, missProbability: 0.01 });
    expect(parameters[0].coverage).toEqual({ full: 0, directional: size, none: 0 });
  });

  it('of many parameters is looked at in groups, at most 64', () => {
    const known = logistic(1000);
    const tree = Array.from({ length: 500 }, (_, k) => known.point.subarray(2 * k, 2 * k + 2));
    const { parameters, evaluations } = along(known, known.gradient, { tree });
    expect(evaluations).toBeLessThanOrEqual(16 + 8 * 64);
    expect(parameters.every(({ verdict, coverage }) => verdict === 'pass' && coverage.directional === 2)).toBe(true);
  });

  it('of parameters of very different sizes is looked at within 16 + 8 evaluations each', () => {
    const { known, tree } = unlikeParameters();
    const { parameters, evaluations } = along(known, known.gradient, { tree });
    expect(evaluations).toBeLessThanOrEqual(16 + 8 * tree.length);
    expect(parameters.every(({ verdict }) => verdict === 'pass')).toBe(true);
    for (const { visibleError } of parameters) expect(visibleError!.median).toBeLessThan(0.1);
  });

  it('stays inside of bounds, and entries at them are looked at one by one', () => {
    const known = logistic(200);
    const [lower, upper] = [known.point.map((x) => x - 1), known.point.map((x) => x + 1)];
    for (let i = 0; i < 200; i += 50) lower[i] = known.point[i];
    const { layout } = readTree(known.point);
    const problem = { layout, point: known.point, loss: known.loss(known.point), claimed: known.gradient };
    const how = { frozen: new Set<string>(), declaredFloat32: false, random: createRandom(1), seed: 1, rule: RULE };
    const { result, points } = driveAt(checkAlong({ ...problem, ...how, lower, upper }), known.point, known.loss);
    for (const point of points) expect(point.every((x, i) => x >= lower[i] && x <= upper[i])).toBe(true);
    expect(result.parameters[0]).toMatchObject({ verdict: 'pass', coverage: { full: 4, directional: 196, none: 0 } });
  });

  it('at kinks of single entries has these told, and passes', () => {
    const point = Float64Array.from({ length: 40 }, (_, i) => (i % 7 === 0 ? 0 : Math.cos(i)));
    const loss = (p: Float64Array): number => p.reduce((sum, x) => sum + 2 * Math.max(0, x) + x * x, 0);
    const gradient = point.map((x) => (x > 0 ? 2 : 0) + 2 * x);
    const { parameters } = along({ point, loss, gradient }, gradient);
    expect(parameters[0]).toMatchObject({ verdict: 'kink', kink: 6, fail: 0, inconclusive: 0, checked: 40 });
  });
});

describe('wrong entries', () => {
  const losses: [string, Known][] = [
    ['a ridge-like logistic loss', logistic(2000)],
    ['an autoencoder with shared weights', tiedAutoencoder(40, 15)],
  ];
  const errors = [0.5, 1e-2, 1e-3];
  const cases = losses.flatMap(([name, known]) =>
    [1, 3, 10].flatMap((count) => errors.map((size) => [name, count, size, known] as const)),
  );

  it.each(cases)('of %s are found, all %i of them and no others, off by %f', (_name, count, size, known) => {
    for (const seed of [1, 2, 3]) {
      const [claimed, wrong] = spoil(known, { count, size }, seed);
      const { found, evaluations } = along(known, claimed, { seed });
      expect(found.sort((a, b) => a - b)).toEqual(wrong);
      expect(evaluations).toBeLessThanOrEqual(24 + 10 * count * Math.log2(claimed.length / count));
    }
  });

  it('that lie together, and beside tiny ones, are found', () => {
    const known = tiedAutoencoder(40, 15);
    const claimed = known.gradient.map((g, i) => (i >= 100 && i < 106 ? 1.5 * g : g));
    expect(along(known, claimed).found).toEqual([100, 101, 102, 103, 104, 105]);
    const { point, loss, gradient } = logistic(1000);
    const faint = (p: Float64Array): number => loss(p.map((x, i) => (i % 10 === 0 ? 1e-6 * x : x)));
    const right = logistic(1000).gradientAt(point.map((x, i) => (i % 10 === 0 ? 1e-6 * x : x)));
    const claims = right.map((g, i) => (i % 10 === 0 ? 1e-6 * g : g) * (i === 555 ? 1.01 : 1));
    expect(along({ point, loss: faint, gradient }, claims).found).toEqual([555]);
  });

  it('of opposite and equal size do not cancel', () => {
    const known = logistic(1000);
    for (let seed = 1; seed <= 20; seed++) {
      const claimed = known.gradient.slice();
      const error = 0.01 * Math.abs(claimed[10] * known.point[10]);
      claimed[10] += error / known.point[10];
      claimed[700] -= error / known.point[700];
      expect(along(known, claimed, { seed }).found.sort((a, b) => a - b)).toEqual([10, 700]);
    }
  });

  it('in float32 are found where they show, and nothing else is blamed', () => {
    const known = tiedAutoencoder(40, 15, Math.fround);
    const tree = Float32Array.from(known.point);
    for (const seed of [1, 2, 3, 4]) {
      const [claimed, [wrong]] = spoil(known, { count: 1, size: 2 }, seed);
      expect(along(known, claimed, { tree, seed, declaredFloat32: true }).found).toEqual([wrong]);
      expect(along(known, known.gradient, { tree, seed, declaredFloat32: true }).found).toEqual([]);
    }
  });

  it('everywhere are all told where a full check may be, else by examples', () => {
    const known = logistic(1000);
    const claimed = known.gradient.map((g) => -g);
    const all = along(known, claimed);
    expect(all.parameters[0]).toMatchObject({ fail: 1000, coverage: { full: 1000, directional: 0, none: 0 } });
    const some = along(known, claimed, { maxEvaluations: 2000 });
    expect(some.evaluations).toBeLessThan(600);
    expect(some.parameters[0].fail).toBeGreaterThan(30);
    expect(some.parameters[0].coverage.none).toBe(1000 - some.parameters[0].fail);
  });

  it('of one small parameter among many are found in it', () => {
    const known = logistic(1000);
    const tree = Array.from({ length: 500 }, (_, k) => known.point.subarray(2 * k, 2 * k + 2));
    const claimed = known.gradient.slice();
    claimed[777] *= 1.01;
    const { found, parameters } = along(known, claimed, { tree });
    expect(found).toEqual([777]);
    expect(parameters[388].verdict).toBe('fail');
  });

  it('of a parameter that its neighbours outshine are found', () => {
    const { known, tree } = unlikeParameters();
    for (const [k, error] of [
      [7, 0.5],
      [9, 1],
      [159, -2],
      [298, 0.5],
    ]) {
      const claimed = known.gradient.slice();
      const place = tree.slice(0, k).reduce((sum, leaf) => sum + leaf.length, 0);
      claimed[place] *= 1 + error;
      const { found, parameters, evaluations } = along(known, claimed, { tree });
      expect(found).toEqual([place]);
      expect(parameters[k].verdict).toBe('fail');
      expect(evaluations).toBeLessThan(16 + 8 * tree.length + 100);
    }
  });

  it('in every parameter are told of each, and the evaluations are those that are allowed', () => {
    const point = Float64Array.from({ length: 1500 }, (_, i) => 1.5 + Math.sin(i));
    const loss = (p: Float64Array): number => p.reduce((sum, x) => sum + x * x, 0) / 1000;
    const known = { point, loss, gradient: point.map((x) => (2 * x) / 1000) };
    const tree = Array.from({ length: 150 }, (_, k) => point.subarray(10 * k, 10 * k + 10));
    const claimed = known.gradient.map((g) => 1.25 * g);
    for (const maxEvaluations of [2000, 4000]) {
      const { parameters, evaluations } = along(known, claimed, { tree, maxEvaluations });
      expect(evaluations).toBeLessThanOrEqual(maxEvaluations);
      expect(parameters.every(({ verdict }) => verdict === 'fail')).toBe(true);
    }
    const few = along(known, claimed, { tree, maxEvaluations: 1500 }).parameters;
    const unlocated = few.filter(({ direction }) => direction?.reason === 'unlocated');
    expect(unlocated.length).toBeGreaterThan(100);
    expect(unlocated.every(({ verdict, failed, pass }) => verdict === 'fail' && failed === 0 && pass === 0)).toBe(true);
  });

  it('are not laid to a gradient that is right at kinks, where there is no evaluation to look at them', () => {
    // Kinks of both kinds: along a direction the claim of 0 may lie outside of what the two sides say.
    const point = new Float64Array(40);
    const weights = Float64Array.from({ length: 40 }, (_, i) => Math.sin(3 * i + 1));
    const loss = (p: Float64Array): number => p.reduce((sum, x, i) => sum + weights[i] * Math.max(0, x), 1);
    for (let seed = 1; seed <= 20; seed++)
      for (const slope of [0, 1]) {
        const gradient = weights.map((w) => slope * w);
        const { parameters } = along({ point, loss, gradient }, gradient, { seed, maxEvaluations: 30 });
        expect(parameters[0].verdict).not.toBe('fail');
      }
  });

  it('that are no numbers are told', () => {
    const known = logistic(300);
    const claimed = known.gradient.slice();
    claimed[7] = NaN;
    expect(along(known, claimed).parameters[0]).toMatchObject({ fail: 1, pass: 299, verdict: 'fail' });
  });
});

describe('noise', () => {
  it('that hides the gradient leaves it undecided', () => {
    const { point, loss, gradient } = logistic(300);
    let call = 0;
    const noisy = (p: Float64Array): number => loss(p) + Math.sin(++call * 7919);
    const { parameters } = along({ point, loss: noisy, gradient }, gradient);
    expect(parameters[0]).toMatchObject({ verdict: 'inconclusive', inconclusive: 300, fail: 0 });
    expect(parameters[0].direction?.reason).toBe('nondeterministic');
  });

  it('limits what is told to show', () => {
    const known = logistic(300);
    const sharp = along(known, known.gradient).parameters[0].visibleError!;
    const coarse = { ...known, loss: (p: Float64Array) => Math.round(known.loss(p) * 1e8) / 1e8 };
    const blurred = along(coarse, known.gradient).parameters[0].visibleError!;
    expect(sharp.median).toBeLessThan(1e-4);
    expect(sharp.worst).toBeGreaterThanOrEqual(sharp.median);
    expect(blurred.median).toBeGreaterThan(10 * sharp.median);
  });
});
