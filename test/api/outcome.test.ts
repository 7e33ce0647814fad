import { expect as jestExpect } from 'expect';
import { describe, expect, it } from 'vitest';
import { Chalk } from 'chalk';
import { matchers } from '../../src/api/matchers.js';
import { assertGradient, check, defineModel, GradcheckError, GradientError } from '../../src/index.js';
import { createPrettyReporter } from '../../src/report/pretty.js';
import { withoutDurations } from '../../scripts/readme-outputs.mjs';
import type { GradientOptions } from '../../src/index.js';
import type { CheckReport } from '../../src/check/report.js';
import '../../src/vitest.js';
import { almostDecided, right, throwing, undecided, wrong } from './models.js';

jestExpect.extend(matchers);

/** What a promise is rejected with; undefined if it is not. */
const rejectionOf = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error as Error,
  );

/** The pretty report without colour, in 100 columns. */
function renderPretty(report: CheckReport): string {
  let text = '';
  const write = (more: string) => void (text += more);
  const color = new Chalk({ level: 0 });
  createPrettyReporter({ write, color, unicode: true, width: 100, verbose: false, quiet: false, debug: false }).onEnd(
    report,
  );
  return text.trimEnd();
}

const largeWrong = defineModel({
  name: 'large',
  params: { a: [1, 2], b: 3, c: 4, d: 5, e: 6 },
  loss: (p) => p.a[0] * p.a[1] + p.b ** 2 + p.c ** 2 + p.d ** 2 + p.e ** 2,
  gradient: (p) => ({ a: [-p.a[1], -p.a[0]], b: p.b, c: p.c, d: p.d, e: 2 * p.e }),
});

const otherLoss = defineModel({
  ...right,
  name: 'other loss',
  lossAndGradient: (p) => ({ loss: (right.loss!(p, undefined) as number) * 2, gradient: { w: [4, 1], b: 6 } }),
});

describe('assertGradient', () => {
  it('returns the report when every gradient is right', async () => {
    const report = await assertGradient([right, almostDecided]);
    expect(report.summary.verdict).toBe('pass');
  });

  it.each([
    ['wrong', [right, wrong]],
    ['not checked', [throwing]],
  ])('throws the table when one is %s', async (_what, models) => {
    const error = (await rejectionOf(assertGradient(models))) as GradientError;
    expect(error).toBeInstanceOf(GradientError);
    expect(error.name).toBe('GradientError');
    expect(error.message).toBe(renderPretty(error.report));
    expect(error.report.models).toHaveLength(models.length);
    expect(Math.max(...error.message.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
    expect(error.message).not.toContain(String.fromCharCode(27));
  });

  it('throws with words of its own when something could not be decided, unless that is allowed', async () => {
    const error = (await rejectionOf(assertGradient(undecided))) as GradientError;
    expect(error).toBeInstanceOf(GradientError);
    expect(error.message).toMatch(
      /^expected the gradient of undecided to be right, but x could not be decided: .*\n.*allowInconclusive/,
    );
    expect(error.message.endsWith(renderPretty(error.report))).toBe(true);
    const report = await assertGradient(undecided, { allowInconclusive: true });
    expect(report.summary.verdict).toBe('inconclusive');
  });

  it('does not let pass what is wrong or not checked beside what is undecided', async () => {
    for (const other of [wrong, throwing]) {
      const error = await rejectionOf(assertGradient([undecided, other], { allowInconclusive: true }));
      expect(error).toBeInstanceOf(GradientError);
    }
  });

  it('throws for a single undecided entry when strict', async () => {
    expect(await rejectionOf(assertGradient(almostDecided, { strict: true }))).toBeInstanceOf(GradientError);
  });

  it('shows nothing but the table in a test runner: the report is no field of the error', async () => {
    const error = await rejectionOf(assertGradient(wrong));
    expect(Object.keys(error!)).not.toContain('report');
  });

  it('gives the same message each time, durations aside', async () => {
    const message = async () => withoutDurations((await rejectionOf(assertGradient(wrong)))!.message);
    expect(await message()).toBe(await message());
  });

  it('refuses options that are none', async () => {
    expect(await rejectionOf(assertGradient(right, { tolerance: 1 } as GradientOptions))).toBeInstanceOf(
      GradcheckError,
    );
  });
});

describe.each([
  ['Vitest', expect],
  ['Jest', jestExpect as unknown as typeof expect],
])('toHaveCorrectGradient in %s', (_runner, runnerExpect) => {
  /** The first line of the message with which an expectation fails. */
  const failure = async (expectation: Promise<void>) => (await rejectionOf(expectation))?.message.split('\n')[0];

  it('passes for what is right, and with .not for what is wrong', async () => {
    await runnerExpect(right).toHaveCorrectGradient();
    await runnerExpect([right, almostDecided]).toHaveCorrectGradient({ seed: 4 });
    await runnerExpect(wrong).not.toHaveCorrectGradient();
    await runnerExpect([right, wrong]).not.toHaveCorrectGradient();
    await runnerExpect(undecided).toHaveCorrectGradient({ allowInconclusive: true });
    await runnerExpect(wrong).toHaveCorrectGradient({ only: 'w' });
  });

  it.each([
    ['one entry', wrong, /^expected the gradient of wrong to be right, but b is wrong \(relative error 2\)$/],
    ['many', largeWrong, /but a, b, c and d are wrong \(largest relative error 2\)$/],
    ['a loss', otherLoss, /but it is wrong: lossAndGradient returns the loss 22, loss returns 11/],
    [
      'one of several',
      [right, wrong],
      /^expected the gradients of 2 models to be right, but in wrong b is wrong \(relative error 2\)$/,
    ],
    ['an error', throwing, /but it could not be checked: gradient threw: TypeError: there is no gradient$/],
    ['doubt', undecided, /but x could not be decided: the slope is infinite here/],
  ])('says in one line what is the matter: %s', async (_what, model, line) => {
    expect(await failure(runnerExpect(model).toHaveCorrectGradient())).toMatch(line);
  });

  it('has the table below', async () => {
    const error = await rejectionOf(runnerExpect(wrong).toHaveCorrectGradient());
    expect(error!.message).toMatch(/✗ FAIL {2}wrong {2}inline model[^]*✗ FAIL {2}1 model: 1 wrong/);
  });

  it('fails with .not for anything but a wrong gradient', async () => {
    expect(await failure(runnerExpect(right).not.toHaveCorrectGradient())).toBe(
      'expected the gradient of right to be wrong, but it is right',
    );
    expect(await failure(runnerExpect([right, right]).not.toHaveCorrectGradient())).toBe(
      'expected the gradients of 2 models to be wrong, but all are right',
    );
    expect(await failure(runnerExpect(throwing).not.toHaveCorrectGradient())).toMatch(
      /to be wrong, but it could not be checked/,
    );
    for (const options of [{}, { allowInconclusive: true }])
      expect(await failure(runnerExpect(undecided).not.toHaveCorrectGradient(options))).toMatch(
        /to be wrong, but x could not be decided/,
      );
    expect(await failure(runnerExpect(almostDecided).toHaveCorrectGradient({ strict: true }))).toMatch(
      /to be right, but w could not be decided/,
    );
  });

  it('refuses options that are none, also with .not', async () => {
    const options = { sed: 1 } as GradientOptions;
    expect(await failure(runnerExpect(right).toHaveCorrectGradient(options))).toBe('there is no option `sed`');
    expect(await failure(runnerExpect(wrong).not.toHaveCorrectGradient(options))).toBe('there is no option `sed`');
  });

  it('takes what check takes, and fails for what is no model', async () => {
    const { summary } = await check({ default: [right] });
    expect(summary.verdict).toBe('pass');
    await runnerExpect({ default: [right] }).toHaveCorrectGradient();
    expect(await failure(runnerExpect(undefined).toHaveCorrectGradient())).toMatch(/could not be checked: no export/);
  });
});
