import { array, assert, constantFrom, double, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RULE } from '../../src/numdiff/index.js';
import { normalOf } from '../numdiff/synthetic.js';
import { checkFlat, ridge, type FlatLoss, type FlatOptions } from './drive-model.js';

const total = (parameters: { checked: number; pass: number; fail: number; kink: number; inconclusive: number }[]) =>
  parameters.reduce(
    (sum, p) => ({
      checked: sum.checked + p.checked,
      pass: sum.pass + p.pass,
      fail: sum.fail + p.fail,
      kink: sum.kink + p.kink,
      inconclusive: sum.inconclusive + p.inconclusive,
    }),
    { checked: 0, pass: 0, fail: 0, kink: 0, inconclusive: 0 },
  );

const verdicts = (loss: FlatLoss, values: readonly number[], claimed: readonly number[], options?: FlatOptions) => {
  // One leaf an entry, so that each entry has its own verdict.
  const tree = Object.fromEntries(values.map((value, i) => [`p${i}`, value]));
  return checkFlat(loss, values, claimed, { tree, ...options }).parameters.map((p) => p.verdict);
};

describe('checkPoint', () => {
  it('checks every entry of a smooth loss for 4 evaluations each', () => {
    for (const size of [1, 10, 1000]) {
      const { loss, values, gradient } = ridge(size);
      const { parameters, setupPoints, entryPoints, coarse } = checkFlat(loss, values, gradient);
      expect(parameters).toHaveLength(1);
      expect(parameters[0]).toMatchObject({ verdict: 'pass', size, checked: size, pass: size, failed: 0 });
      expect(parameters[0].coverage).toEqual({ full: size, directional: 0, none: 0 });
      expect(setupPoints).toHaveLength(11);
      expect(entryPoints).toHaveLength(4 * size);
      expect(coarse).toBe(0);
    }
  });

  it('moves one entry at a time', () => {
    const { loss, values, gradient } = ridge(12);
    const { entryPoints } = checkFlat(loss, values, gradient);
    for (const point of entryPoints) expect(point.filter((x, i) => x !== values[i])).toHaveLength(1);
  });

  it('names the wrong entries by their place and lists them all', () => {
    const { loss, values, gradient } = ridge(12);
    const wrong = gradient.map((g, i) => (i === 1 || i === 6 || i === 11 ? -g : g));
    const tree = { a: 0.5, W: [values.slice(1, 6), values.slice(6, 11)], c: [values[11]] };
    const { parameters } = checkFlat(loss, values, wrong, { tree });
    expect(parameters.map((p) => [p.path, p.shape, p.verdict, p.failed])).toEqual([
      ['a', [], 'pass', 0],
      ['W', [2, 5], 'fail', 2],
      ['c', [1], 'fail', 1],
    ]);
    expect(parameters[1].failures.map((entry) => entry.index)).toEqual([
      [0, 0],
      [1, 0],
    ]);
    expect(parameters[2].failures[0]).toMatchObject({ index: [0], analytic: wrong[11], verdict: 'fail' });
    expect(parameters[2].failures[0].relativeError).toBeCloseTo(2, 6);
    expect(total(parameters)).toEqual({ checked: 12, pass: 9, fail: 3, kink: 0, inconclusive: 0 });
  });

  it('lists a thousand failing entries and counts the others', () => {
    const { loss, values, gradient } = ridge(1100);
    const [parameter] = checkFlat(
      loss,
      values,
      gradient.map((g) => 2 * g),
    ).parameters;
    expect(parameter.failed).toBe(1100);
    expect(parameter.failures).toHaveLength(1000);
  });

  it('leaves frozen and unselected leaves alone, in the noise line as well as in the differences', () => {
    const { loss, values, gradient } = ridge(6);
    const tree = { a: values.slice(0, 2), b: values.slice(2, 4), c: values.slice(4) };
    const { parameters, entryPoints, setupPoints } = checkFlat(loss, values, gradient, {
      tree,
      frozen: new Set(['b']),
      selects: (path) => path !== 'c',
    });
    expect(parameters.map((p) => [p.verdict, p.checked, p.skipped])).toEqual([
      ['pass', 2, undefined],
      ['none', 0, 'frozen'],
      ['none', 0, 'not-selected'],
    ]);
    expect(parameters[1].worst).toBeNull();
    expect(parameters[1].coverage).toEqual({ full: 0, directional: 0, none: 2 });
    for (const point of [...entryPoints, ...setupPoints]) {
      expect(Array.from(point.subarray(2, 4))).toEqual(values.slice(2, 4));
    }
    for (const point of entryPoints) expect(Array.from(point.subarray(4))).toEqual(values.slice(4));
  });

  it('says of an empty leaf that it is empty', () => {
    const { loss, values, gradient } = ridge(2);
    const { parameters } = checkFlat(loss, values, gradient, { tree: { a: values, b: [] } });
    expect(parameters[1]).toMatchObject({ path: 'b', size: 0, checked: 0, verdict: 'none', skipped: 'empty' });
  });

  it('keeps each entry within its own bounds', () => {
    const { loss, values, gradient } = ridge(8);
    const lower = Float64Array.from(values, (x, i) => (i % 2 ? x : x - 1e-7));
    const upper = Float64Array.from(values, (x, i) => (i % 3 ? x + 1e-6 : x));
    // Entry 3 is held between equal bounds.
    upper[3] = values[3];
    const { parameters, entryPoints, setupPoints } = checkFlat(loss, values, gradient, { lower, upper });
    for (const point of [...entryPoints, ...setupPoints]) {
      point.forEach((x, i) => {
        expect(x).toBeGreaterThanOrEqual(lower[i]);
        expect(x).toBeLessThanOrEqual(upper[i]);
      });
    }
    expect(parameters[0]).toMatchObject({ pass: 7, inconclusive: 1 });
    expect(parameters[0].notes).toMatchObject([{ index: [3], reason: 'no-room' }]);
    expect(parameters[0]).toMatchObject({ detectionLimit: null, absoluteDetectionLimit: Infinity });
  });

  it('gives the noise of the gradient itself to the comparison', () => {
    const { loss, values, gradient } = ridge(4);
    const claimed = gradient.map((g) => g + 1e-4);
    const claimNoise = Float64Array.from(gradient, () => 1e-4);
    expect(checkFlat(loss, values, claimed).parameters[0].fail).toBe(4);
    expect(checkFlat(loss, values, claimed, { claimNoise }).parameters[0].fail).toBe(0);
  });

  it('allows a float32 gradient the rounding of its storage', () => {
    const loss: FlatLoss = (p) => Math.sin(p[0]) + Math.exp(p[1]);
    const values = [1, 0.5].map(Math.fround);
    const claimed = [Math.cos(values[0]), Math.exp(values[1])].map((g) => Math.fround(g) * (1 + 2 ** -22));
    const { parameters } = checkFlat(loss, values, claimed, { tree: Float32Array.from(values) });
    expect(parameters[0]).toMatchObject({ pass: 2, fail: 0 });
  });

  it('checks a float32 loss of float32 parameters without a false alarm, and sees errors of a percent', () => {
    const { fround } = Math;
    const loss: FlatLoss = (p) => p.reduce((sum, x, i) => fround(sum + fround(Math.sin(fround(x * (i + 1))))), 0);
    const values = [0.3, 0.8, -0.4, 0.2].map(fround);
    const gradient = values.map((x, i) => fround((i + 1) * Math.cos(x * (i + 1))));
    const options = { tree: { a: Float32Array.from(values.slice(0, 2)), b: Float32Array.from(values.slice(2)) } };
    expect(total(checkFlat(loss, values, gradient, options).parameters)).toMatchObject({ pass: 4 });
    const wrong = gradient.map((g) => 1.05 * g);
    expect(total(checkFlat(loss, values, wrong, options).parameters)).toMatchObject({ fail: 4 });
  });

  it('accepts a declared float32 loss whose parameters are no float32 numbers', () => {
    const { fround } = Math;
    const loss: FlatLoss = (p) => fround(Math.exp(fround(p[0] * 10)));
    const { parameters } = checkFlat(loss, [0.1], [10 * Math.E], { declaredFloat32: true });
    expect(parameters[0].verdict).toBe('pass');
    expect(checkFlat(loss, [0.1], [-10 * Math.E], { declaredFloat32: true }).parameters[0].verdict).toBe('fail');
  });

  it('takes declared scales where a value of 0 does not tell', () => {
    // Without the scale, steps of about 1e6 (the other entry) would be tried on an entry that lives at 1e-6.
    const loss: FlatLoss = (p) => Math.sin(1e6 * p[0]) + (p[1] / 1e6) ** 2;
    const { parameters, entryPoints } = checkFlat(loss, [0, 1e6], [1e6, 2e-6], { scale: Float64Array.of(1e-6, 0) });
    expect(parameters[0].pass).toBe(2);
    for (const point of entryPoints) expect(Math.abs(point[0])).toBeLessThanOrEqual(4e-6);
  });
});

describe('one entry on a kink among smooth ones', () => {
  const loss: FlatLoss = (p) => Math.abs(p[0] - 1) + Math.sin(p[1]) + p[2] ** 2;
  const gradient = [0.3, Math.cos(0.7), 4];

  it('is the only kink', () => {
    expect(verdicts(loss, [1, 0.7, 2], gradient)).toEqual(['kink', 'pass', 'pass']);
  });

  it('tells the slopes on both sides', () => {
    const { worst } = checkFlat(loss, [1, 0.7, 2], gradient, { tree: { a: 1, b: [0.7, 2] } }).parameters[0];
    expect(worst!.slopes![0]).toBeCloseTo(-1, 3);
    expect(worst!.slopes![1]).toBeCloseTo(1, 3);
  });
});

describe('the detection limit', () => {
  const noisy =
    (sigma: number): FlatLoss =>
    (p) =>
      ridge(5).loss(p) + sigma * normalOf(p, 9);

  it.each([
    ['a smooth loss', 0],
    ['noise of 1e-12', 1e-12],
    ['noise of 1e-10', 1e-10],
    ['noise of 1e-8', 1e-8],
  ])('with %s: no entry perturbed beyond it passes', (_name, sigma) => {
    const { values, gradient } = ridge(5);
    const loss = noisy(sigma);
    const limit = checkFlat(loss, values, gradient).parameters[0].detectionLimit!;
    expect(limit).toBeGreaterThan(RULE.material);
    expect(limit).toBeLessThan(0.1);
    for (let i = 0; i < 5; i++) {
      for (const factor of [1.5, 3, 30]) {
        for (const sign of [1, -1]) {
          const wrong = gradient.with(i, gradient[i] * (1 + sign * factor * limit));
          const [parameter] = checkFlat(loss, values, wrong).parameters;
          expect(parameter.pass).toBe(4);
          if (sigma === 0 || factor === 30) expect(parameter.failures.map((entry) => entry.index)).toEqual([[i]]);
        }
      }
    }
  });

  it('lets errors far below it pass', () => {
    const { loss, values, gradient } = ridge(5);
    const limit = checkFlat(loss, values, gradient).parameters[0].detectionLimit!;
    const [parameter] = checkFlat(
      loss,
      values,
      gradient.map((g) => g * (1 + limit / 10)),
    ).parameters;
    expect(parameter).toMatchObject({ fail: 0, pass: 5 });
  });

  it('is that of the least certain entry', () => {
    const { loss, values, gradient } = ridge(3);
    const each = values.map((_, i) => {
      const tree = Object.fromEntries(values.map((value, k) => [`p${k}`, value]));
      return checkFlat(loss, values, gradient, { tree }).parameters[i].detectionLimit!;
    });
    expect(checkFlat(loss, values, gradient).parameters[0].detectionLimit).toBe(Math.max(...each));
  });

  it('gives way to an absolute one where a derivative is zero, and that one holds', () => {
    const loss: FlatLoss = (p) => 1 + (p[0] - 1) ** 2 + Math.sin(p[1]);
    const gradient = [0, Math.cos(0.7)];
    const [parameter] = checkFlat(loss, [1, 0.7], gradient).parameters;
    expect(parameter).toMatchObject({ verdict: 'pass', detectionLimit: null });
    const limit = parameter.absoluteDetectionLimit!;
    expect(limit).toBeGreaterThan(0);
    expect(limit).toBeLessThan(1e-3);
    for (const sign of [1, -1]) {
      expect(checkFlat(loss, [1, 0.7], [sign * 3 * limit, gradient[1]]).parameters[0].fail).toBe(1);
    }
  });

  it('stays a number where an entry is not finite or has no room', () => {
    const { loss, values, gradient } = ridge(3);
    const [withNaN] = checkFlat(loss, values, gradient.with(1, NaN)).parameters;
    expect(withNaN).toMatchObject({ fail: 1, pass: 2 });
    expect(withNaN.detectionLimit ?? withNaN.absoluteDetectionLimit).not.toBeNaN();
    const lower = Float64Array.from(values, (x, i) => (i === 1 ? x : -Infinity));
    const upper = Float64Array.from(values, (x, i) => (i === 1 ? x : Infinity));
    const [held] = checkFlat(loss, values, gradient, { lower, upper }).parameters;
    expect(held.detectionLimit ?? held.absoluteDetectionLimit).not.toBeNaN();
  });
});

describe('the worst entry', () => {
  const { loss, values, gradient } = ridge(4);

  it('is the failing one with the largest gap', () => {
    const wrong = [gradient[0], gradient[1] * 1.01, gradient[2] * 1.5, gradient[3]];
    expect(checkFlat(loss, values, wrong).parameters[0].worst).toMatchObject({ index: [2], verdict: 'fail' });
  });

  it('carries the errors of its own steps', () => {
    const { worst } = checkFlat(loss, values, gradient.with(2, gradient[2] * 1.5)).parameters[0];
    const central = worst!.steps!.filter((step) => step.scheme === 'central');
    expect(central.length).toBeGreaterThanOrEqual(2);
    for (const { maxRelativeError } of central) expect(maxRelativeError).toBeCloseTo(1 / 3, 2);
  });

  it('is not one whose two numbers are zero within the bound', () => {
    const zeroAt0: FlatLoss = (p) => 1 + (p[0] - 1) ** 2 + (p[0] - 1) ** 3 + Math.sin(p[1]);
    const [alone] = checkFlat(zeroAt0, [1, 0.7], [0, Math.cos(0.7)], { tree: { a: 1, b: 0.7 } }).parameters;
    expect(alone.worst!.relativeError).toBe(1);
    const { worst } = checkFlat(zeroAt0, [1, 0.7], [0, Math.cos(0.7)]).parameters[0];
    expect(worst!.index).toEqual([1]);
  });
});

describe('more than a tenth of hardly decided entries', () => {
  it('are counted as coarse, zeros and failures are not', () => {
    const values = Array.from({ length: 20 }, (_, i) => 0.3 + i / 20);
    for (const sigma of [0.01, 1e-3, 1e-4]) {
      const loss: FlatLoss = (p) => p.reduce((sum, x) => sum + Math.sin(x), 0) + sigma * normalOf(p, 4);
      const tree = Object.fromEntries(values.map((value, i) => [`p${i}`, value]));
      const { coarse, parameters } = checkFlat(loss, values, values.map(Math.cos), { tree });
      const hardly = parameters.filter(({ worst }) => {
        const { analytic, numeric, bound } = worst!;
        return !(bound <= 0.1 * Math.max(Math.abs(analytic), Math.abs(numeric)));
      });
      expect(total(parameters).fail).toBe(0);
      expect(coarse).toBe(hardly.length);
      if (sigma === 0.01) expect(coarse).toBeGreaterThan(2);
    }
    const quiet: FlatLoss = (p) => p.reduce((sum, x) => sum + (x - 1) ** 2, 1);
    expect(checkFlat(quiet, [1, 1, 2], [0, 0, 2]).coarse).toBe(0);
    expect(checkFlat(quiet, [1, 1, 2], [0, 0, 5]).coarse).toBe(0);
  });
});

describe('the table of steps', () => {
  const { loss, values, gradient } = ridge(3);
  const steps = [1e-2, 1e-4, 1e-6];

  it('holds the steps asked for, for 2 evaluations each, and does not touch the verdicts', () => {
    const plain = checkFlat(loss, values, gradient);
    const asked = checkFlat(loss, values, gradient, { steps });
    expect(asked.entryPoints).toHaveLength(plain.entryPoints.length + 2 * 3 * steps.length);
    expect({ ...asked.parameters[0], steps: null }).toEqual({ ...plain.parameters[0], steps: null });
    for (const scheme of ['central', 'forward']) {
      const of = asked.parameters[0].steps.filter((s) => s.scheme === scheme && steps.includes(s.step));
      expect(of.map((s) => s.step)).toEqual(steps);
    }
  });

  it('shows what people look for: truncation that falls with the step, fourfold faster for central differences', () => {
    const table = checkFlat(loss, values, gradient, { steps }).parameters[0].steps;
    const error = (scheme: string, step: number): number =>
      table.find((s) => s.scheme === scheme && s.step === step)!.maxRelativeError;
    expect(error('central', 1e-2) / error('central', 1e-4)).toBeGreaterThan(1e3);
    expect(error('forward', 1e-2) / error('forward', 1e-4)).toBeGreaterThan(50);
    expect(error('forward', 1e-2) / error('forward', 1e-4)).toBeLessThan(200);
    expect(error('central', 1e-4)).toBeLessThan(error('forward', 1e-4) / 100);
  });

  it('shows a constant error where the gradient is wrong', () => {
    const wrong = gradient.map((g) => -g);
    const table = checkFlat(loss, values, wrong, { steps }).parameters[0].steps;
    for (const s of table.filter((t) => steps.includes(t.step))) expect(s.maxRelativeError).toBeCloseTo(2, 1);
  });

  it('takes the side that is left at a bound', () => {
    const upper = Float64Array.from(values);
    const table = checkFlat(loss, values, gradient, { steps, upper }).parameters[0].steps;
    expect(new Set(table.map((s) => s.scheme))).toEqual(new Set(['backward']));
    expect(table.filter((s) => steps.includes(s.step))).toHaveLength(3);
    const above = checkFlat(loss, values, gradient, { steps, lower: Float64Array.from(values) }).parameters[0].steps;
    expect(new Set(above.map((s) => s.scheme))).toEqual(new Set(['forward']));
  });

  it('is the worst over the entries, in whatever order they stand', () => {
    const edge: FlatLoss = (p) => Math.sqrt(p[0]) + Math.sin(p[1]);
    const swapped: FlatLoss = (p) => edge(Float64Array.of(p[1], p[0]));
    const g = [0.5 / Math.sqrt(1e-3), Math.cos(1e-3)];
    const options = { steps: [4] };
    const at = (table: { scheme: string; step: number; maxRelativeError: number }[]): number =>
      table.find((s) => s.scheme === 'central' && s.step === 4)!.maxRelativeError;
    const one = at(checkFlat(edge, [1e-3, 1e-3], g, options).parameters[0].steps);
    const other = at(checkFlat(swapped, [1e-3, 1e-3], g.toReversed(), options).parameters[0].steps);
    expect(one).toBeNaN();
    expect(other).toBeNaN();
  });
});

describe('an explicit tolerance in place of the rule', () => {
  const { loss, values, gradient } = ridge(4);
  const wrong = gradient.map((g, i) => g * (1 + [0, 1e-4, 1e-2, 0.5][i]));

  it.each([
    [{ rtol: 1, atol: 0 }, 0],
    [{ rtol: 0.1, atol: 0 }, 1],
    [{ rtol: 1e-3, atol: 0 }, 2],
    [{ rtol: 1e-6, atol: 0 }, 3],
    [{ rtol: 0, atol: 10 }, 0],
  ])('%j fails %d of 4 entries', (tolerance, failed) => {
    const [parameter] = checkFlat(loss, values, wrong, { tolerance }).parameters;
    expect(parameter).toMatchObject({ failed, pass: 4 - failed });
    for (const entry of parameter.failures) expect(entry.reason).toBe('tolerance');
  });
});

describe('verdicts do not depend on', () => {
  // Smooth, curved, a zero, a kink, a wrong one, a small one: every verdict there is.
  const loss: FlatLoss = (p) =>
    2 + Math.sin(p[0]) + Math.exp(p[1]) + (p[2] - 1) ** 2 + Math.abs(p[3] - 2) + p[4] ** 3 + 1e-3 * Math.cos(p[5]);
  const values = [0.7, 0.2, 1, 2, 1.5, 0.9];
  const gradient = [Math.cos(0.7), Math.exp(0.2), 0, 0.25, 3 * 1.5 ** 2, -1e-3 * Math.sin(0.9)];
  const claimed = gradient.with(1, -gradient[1]).with(5, gradient[5] * 1.01);
  const expected = ['pass', 'fail', 'pass', 'kink', 'pass', 'fail'];

  it('anything, to begin with', () => {
    expect(verdicts(loss, values, claimed)).toEqual(expected);
  });

  const binary = [-40, -13, -1, 1, 13, 27].map((k) => 2 ** k);
  const decimal = [-12, -9, -6, -3, 1, 4, 8].map((k) => 10 ** k);
  it.each([...binary, ...decimal, 1e-150, 1e-200, 1e150, 1e200])('the unit of the loss: ×%d', (c) => {
    const scaled = claimed.map((g) => c * g);
    expect(verdicts((p) => c * loss(p), values, scaled)).toEqual(expected);
  });

  it('the sign of the loss', () => {
    expect(
      verdicts(
        (p) => -loss(p),
        values,
        claimed.map((g) => -g),
      ),
    ).toEqual(expected);
  });

  it.each([1e-6, 1e6, 2 ** -20, 2 ** 20, 1e-150, 1e150])('the unit of a parameter: ×%d', (unit) => {
    for (let i = 0; i < values.length; i++) {
      const inUnits: FlatLoss = (p) => loss(p.with(i, p[i] / unit));
      const result = verdicts(inUnits, values.with(i, values[i] * unit), claimed.with(i, claimed[i] / unit));
      // A kink has to be met exactly, which x·unit/unit may miss by a rounding.
      if ((values[i] * unit) / unit === values[i]) expect(result).toEqual(expected);
    }
  });

  it('the order of the entries', () => {
    assert(
      property(array(double({ noNaN: true }), { minLength: 6, maxLength: 6 }), (keys) => {
        const order = values.map((_, i) => i).sort((a, b) => keys[a] - keys[b] || a - b);
        const permuted: FlatLoss = (p) => {
          const original = new Float64Array(6);
          order.forEach((i, at) => (original[i] = p[at]));
          return loss(original);
        };
        const at = <T>(list: readonly T[]): T[] => order.map((i) => list[i]);
        expect(verdicts(permuted, at(values), at(claimed))).toEqual(at(expected));
      }),
      { numRuns: 60 },
    );
  });

  it('how the vector is split into blocks, nor do the numbers', () => {
    const trees = [
      values,
      { a: values.slice(0, 4), b: values.slice(4) },
      {
        a: 0,
        b: [
          [0, 0],
          [0, 0],
        ],
        c: [0],
      },
    ];
    const reports = trees.map((tree) => checkFlat(loss, values, claimed, { tree }));
    const counts = reports.map(({ parameters }) => total(parameters));
    expect(counts).toEqual(trees.map(() => ({ checked: 6, pass: 3, fail: 2, kink: 1, inconclusive: 0 })));
    const failures = reports.map(({ parameters }) =>
      parameters.flatMap((p) => p.failures.map((entry) => ({ ...entry, index: null }))),
    );
    expect(failures[1]).toEqual(failures[0]);
    expect(failures[2]).toEqual(failures[0]);
  });

  it('the seed', () => {
    for (let seed = 0; seed < 50; seed++) expect(verdicts(loss, values, claimed, { seed })).toEqual(expected);
  });

  it('the other entries, at least for what is smooth', () => {
    assert(
      property(integer({ min: 0, max: 5 }), constantFrom(0, 1e-300, -5, 1e300, NaN, Infinity), (i, claim) => {
        const result = verdicts(loss, values, claimed.with(i, claim));
        // The zero is judged by how far the others move the loss.
        for (const k of [0, 1, 4, 5]) if (k !== i) expect(result[k]).toBe(expected[k]);
      }),
    );
  });
});

describe('the same seed', () => {
  it('gives the same report to the last byte, noise and all', () => {
    const { loss, values, gradient } = ridge(10);
    const noisy: FlatLoss = (p) => loss(p) + 1e-7 * normalOf(p, 2);
    const run = (seed: number): string => JSON.stringify(checkFlat(noisy, values, gradient, { seed }));
    expect(run(3)).toBe(run(3));
    expect(run(3)).not.toBe(run(4));
  });
});
