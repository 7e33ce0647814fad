import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { gradcheckJson, modelOf, parameterOf } from '../commands/gradcheck.js';

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
