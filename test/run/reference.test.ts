import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { gradcheckJson, modelOf, parameterOf } from '../commands/gradcheck.js';
import { userFiles } from '../commands/user-files.js';

const cwd = fileURLToPath(new URL('../fixtures/exact', import.meta.url));
const checked = async (file: string, ...options: string[]) => modelOf((await gradcheckJson([file, ...options])).report);
const exactly = async (file: string, ...options: string[]) =>
  modelOf((await gradcheckJson([file, ...options], { cwd })).report);

describe.each(['ad', 'both'] as const)('--reference %s', (reference) => {
  it('passes a right gradient and says what it was compared with', async () => {
    expect(await checked('tree.ts', '--reference', reference)).toMatchObject({ verdict: 'pass', reference });
  });

  it('fails a wrong one, as differences do', async () => {
    const model = await checked('wrong.ts', '--reference', reference);
    const byDifferences = await checked('wrong.ts', '--reference', 'fd');
    expect(model).toMatchObject({ verdict: 'fail', reference, fail: 1 });
    expect(byDifferences).toMatchObject({ verdict: 'fail', fail: 1 });
    expect(byDifferences.reference).toBeUndefined();
  });

  it('takes any slope at a kink that lies between the two sides', async () => {
    expect((await checked('kink.ts', '--reference', reference)).verdict).toBe('pass');
    expect((await checked('kink-outside.ts', '--reference', reference)).verdict).toBe('fail');
  });

  it('fails NaN where the loss is smooth', async () => {
    const model = await checked('nan-gradient.ts', '--reference', reference);
    expect(model).toMatchObject({ verdict: 'fail', fail: 1 });
    expect(model.diagnoses[0].code).toBe('non-finite');
  });
});

describe('--reference both', () => {
  it('shows the exact derivative beside that of the differences', async () => {
    const { worst } = parameterOf(await checked('wrong.ts', '--reference', 'both'), 'a');
    expect(worst).toMatchObject({ index: [1], analytic: -4, exact: 4, verdict: 'fail' });
    expect(Math.abs(worst!.numeric - 4)).toBeLessThanOrEqual(worst!.bound);
  });
});

describe('--reference ad, where differences are too coarse', () => {
  const folder = userFiles({
    'faint.mjs': `
      const params = { w: [0.3, 1.2, 0.5], t: 0.7 };
      const loss = ({ w, t }) => w[0] ** 2 + w[1] + 1e-11 * w[2] ** 3 + 1e-13 * Math.sin(t);
      const gradient = ({ w, t }) => ({ w: [2 * w[0], 1, 3e-11 * w[2] ** 2], t: 1e-13 * Math.cos(t) });
      export default [
        { name: 'right', params, loss, gradient },
        { name: 'zero', params, loss, gradient: (p) => ({ ...gradient(p), t: 0 }) },
        { name: 'doubled', params, loss, gradient: (p) => ({ ...gradient(p), w: gradient(p).w.map((g, i) => (i === 2 ? 2 * g : g)) }) },
      ];
    `,
    // Right but for rounding: computed in another order, or from numbers of size 1.
    'rounded.mjs': `
      const rows = Array.from({ length: 30 }, (_, i) => [Math.sin(i), Math.cos(2 * i), 1]);
      const fit = [0.7, -1.3, 1000.2];
      const targets = rows.map((row) => row[0] * fit[0] + row[1] * fit[1] + row[2] * fit[2]);
      const sum = (values) => values.reduce((total, value) => total + value, 0);
      const residual = (w, row, i) => row[0] * w[0] + row[1] * w[1] + row[2] * w[2] - targets[i];
      const inOtherOrder = (w, row, i) => row[2] * w[2] + (row[1] * w[1] + row[0] * w[0]) - targets[i];
      const quotient = (x) => 1 / (1 + Math.exp(-x));
      export default [
        {
          name: 'an exact fit',
          params: fit,
          loss: (w) => sum(rows.map((row, i) => residual(w, row, i) ** 2)),
          gradient: (w) => w.map((_, k) => sum(rows.map((row, i) => 2 * inOtherOrder(w, row, i) * row[k]))),
        },
        {
          name: 'saturated units',
          params: [25, 18.5, 37, 40, 1],
          loss: (x) => sum(x.map((v) => Math.tanh(v) + quotient(v))),
          gradient: (x) => x.map((v) => 1 - Math.tanh(v) ** 2 + quotient(v) * (1 - quotient(v))),
        },
        {
          name: 'a likelihood',
          params: [50, 0],
          loss: (z) => Math.log(Math.exp(z[0]) + Math.exp(z[1])) - z[0] + z[1] ** 2,
          gradient: (z) => [quotient(z[0] - z[1]) - 1, quotient(z[1] - z[0]) + 2 * z[1]],
        },
        {
          name: 'float32',
          params: { w: Float32Array.from({ length: 400 }, (_, i) => Math.sin(i)) },
          loss: ({ w }) => w.reduce((total, x) => Math.fround(total + Math.fround(x * x)), 0),
          gradient: ({ w }) => ({ w: w.map((x) => Math.fround(2 * x * (1 + 2e-7))) }),
        },
      ];
    `,
  });
  const verdicts = async (file: string) =>
    (await gradcheckJson([file, '--reference', 'ad', '--no-diagnose'], { cwd: folder })).report.models.map(
      ({ name, verdict, reference, fail }) => [name, verdict, reference, fail],
    );

  it('decides by the exact derivative', async () => {
    expect(await verdicts('faint.mjs')).toEqual([
      ['right', 'pass', 'ad', 0],
      ['zero', 'fail', 'ad', 1],
      ['doubled', 'fail', 'ad', 1],
    ]);
  });

  it('blames no gradient for its rounding', async () => {
    for (const [name, verdict, reference] of await verdicts('rounded.mjs'))
      expect([name, verdict, reference]).toEqual([name, 'pass', 'ad']);
  });
});

describe('exact derivatives that are not to be had', () => {
  const warned = async (file: string, ...options: string[]) => {
    const model = await exactly(file, '--reference', 'ad', ...options);
    expect(model.reference).toBeUndefined();
    return { model, words: model.warnings.find(({ code }) => code === 'not-instrumentable')?.message };
  };

  it('as results are kept from call to call, are said to be so, and differences decide', async () => {
    const { model, words } = await warned('memo.ts');
    expect(model.verdict).toBe('fail');
    expect(words).toContain('kept from an earlier call');
  });

  it('as a package is not followed: with the option it is', async () => {
    const { model, words } = await warned('least-squares.ts');
    expect(model.verdict).toBe('pass');
    expect(words).toMatch(/as code that is not followed may \(a package\)/);
    expect(await exactly('least-squares.ts', '--reference', 'ad', '--instrument-deps')).toMatchObject({
      verdict: 'pass',
      reference: 'ad',
      warnings: [],
    });
  });

  it('as the loss differs at equal input', async () => {
    const { reference, warnings } = await checked('nondeterministic.ts', '--reference', 'ad');
    expect(reference).toBeUndefined();
    expect(warnings.find(({ code }) => code === 'not-instrumentable')?.message).toContain('differs at equal input');
  });
});

describe('a gradient that goes through a linear solver of a package', () => {
  it('is found wrong, and right in the other parameter', async () => {
    const model = await exactly('least-squares-wrong.ts', '--reference', 'ad', '--instrument-deps');
    expect(model.verdict).toBe('fail');
    expect(parameterOf(model, 'b').failed).toBe(3);
    expect(parameterOf(model, 'w').failed).toBe(0);
  });
});

describe('a gradient that is wrong throughout', () => {
  const model = (last: string, slope: number): string => `
    const n = 1000;
    export const params = { w: Float64Array.from({ length: n }, (_, i) => Math.sin(i) + 0.01), b: [0.5, 0] };
    export const loss = ({ w, b }) => w.reduce((sum, x, i) => sum + x ** 3 * (1 + (i % 7)), b[0] ** 2 + ${last}) / n;
    export const gradient = ({ w, b }) => ({ w: w.map((x, i) => (-3 * x * x * (1 + (i % 7))) / n), b: [(2 * b[0]) / n, ${slope} / n] });
  `;
  const folder = userFiles({ 'smooth.mjs': model('b[1]', 1), 'kink.mjs': model('Math.max(0, b[1])', 0.5) });
  const compared = async (file: string) =>
    modelOf((await gradcheckJson([file, '--reference', 'ad', '--no-diagnose'], { cwd: folder })).report);

  it('is confirmed by differences in some entries', async () => {
    const found = await compared('smooth.mjs');
    expect(parameterOf(found, 'w')).toMatchObject({ verdict: 'fail', failed: 1000, checked: 1000 });
    expect(parameterOf(found, 'b').verdict).toBe('pass');
    expect(found.lossEvaluations).toBeLessThan(500);
  });

  it('is confirmed in each where there are kinks, which stay kinks', async () => {
    const found = await compared('kink.mjs');
    expect(parameterOf(found, 'w')).toMatchObject({ verdict: 'fail', failed: 1000 });
    expect(parameterOf(found, 'b')).toMatchObject({ verdict: 'kink', failed: 0, kink: 1 });
    expect(found.lossEvaluations).toBeGreaterThan(4000);
  });
});

describe('a large model', () => {
  it('is compared with the exact gradient by itself, and one wrong entry of 20,000 is found', async () => {
    const { report } = await gradcheckJson(['large.ts'], { cwd });
    const [right, wrong] = ['right', 'one entry wrong'].map((name) => modelOf(report, name));
    expect(right).toMatchObject({ verdict: 'pass', reference: 'ad', checked: 20_000, fail: 0 });
    expect(right.lossEvaluations).toBeLessThan(20_000);
    expect(wrong).toMatchObject({ verdict: 'fail', reference: 'ad', fail: 1 });
    expect(parameterOf(wrong, 'w').worst!.index).toEqual([12_345]);
  });
});
