import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { CheckReport } from '../../src/check/report.js';
import { codesOf, gradcheck, gradcheckJson, parameterOf, ROOT } from '../commands/gradcheck.js';

const folder = (name: string) => join(ROOT, 'test/fixtures', name);
const EDGES = folder('edges');
const NOISE = folder('noise');

/** Verdict of the model, verdict and reason of x, what the terminal says of it. */
const AT_THE_EDGE: Record<string, [string, string, string, RegExp?]> = {
  'kink-valid.ts': ['pass', 'kink', 'subgradient', /-0\.5 to 1\.5[^]*kink here.*between its one-sided\s+slopes/],
  'kink-invalid.ts': ['fail', 'fail', 'outside-subgradient', /-0\.5 to 1\.5[^]*lies\s+outside its one-sided slopes/],
  'kink-near.ts': ['pass', 'pass', 'match'],
  'jump.ts': ['inconclusive', 'inconclusive', 'discontinuity', /the loss jumps at this point/],
  'jump-near.ts': ['pass', 'pass', 'match'],
  'infinite-slope.ts': ['inconclusive', 'inconclusive', 'singular', /the slope is infinite here/],
  'domain-edge.ts': ['pass', 'pass', 'match', /! domain-edge[^]*one-sided steps were\s+taken/],
  'domain-edge-wrong.ts': ['fail', 'fail', 'mismatch', /! domain-edge/],
  'island.ts': ['inconclusive', 'inconclusive', 'non-finite-around', /NaN or infinite, or throws, at every step/],
  'held.ts': ['inconclusive', 'inconclusive', 'no-room', /`bounds` leave no step[^]*`frozen`/],
  'bounded.ts': ['pass', 'pass', 'match'],
};

let edges: CheckReport;
let noise: CheckReport;
const edge = (file: string) => edges.models.find((model) => model.file === file)!;
const noisy = (file: string) => noise.models.find((model) => model.file === file)!;

beforeAll(async () => {
  const noisyFiles = ['inner-solver', 'bisection', 'rough', 'quantised', 'stochastic', 'common-random-numbers'];
  ({ report: edges } = await gradcheckJson([...Object.keys(AT_THE_EDGE), 'infinite-loss.ts'], { cwd: EDGES }));
  ({ report: noise } = await gradcheckJson(
    noisyFiles.map((name) => `${name}.ts`),
    { cwd: NOISE },
  ));
});

describe('a point at a kink, a jump or an edge', () => {
  it.each(Object.entries(AT_THE_EDGE))('of %s', (file, [verdict, ofEntry, reason]) => {
    const x = parameterOf(edge(file), 'x');
    expect({ verdict: edge(file).verdict, ofEntry: x.verdict, reason: x.worst!.reason }).toEqual({
      verdict,
      ofEntry,
      reason,
    });
    expect(parameterOf(edge(file), 'y').verdict).toBe('pass');
  });

  it.each(Object.entries(AT_THE_EDGE).filter(([, row]) => row[3]))('of %s has its own words', async (file, row) => {
    expect((await gradcheck([file], { cwd: EDGES })).stdout).toMatch(row[3]!);
  });

  it('gives the slopes on both sides of a kink', () => {
    const { slopes } = parameterOf(edge('kink-valid.ts'), 'x').worst!;
    expect(slopes![0]).toBeCloseTo(-0.5, 5);
    expect(slopes![1]).toBeCloseTo(1.5, 5);
  });

  it('takes one-sided differences at the edge of the domain, and no step out of bounds', () => {
    for (const file of ['domain-edge.ts', 'bounded.ts']) {
      const schemes = new Set(parameterOf(edge(file), 'x').steps.map(({ scheme }) => scheme));
      expect([...schemes], file).toEqual(['forward']);
    }
    expect(codesOf(edge('domain-edge.ts'))).toContain('domain-edge');
    // It throws outside of its bounds, and a throw would be told.
    expect(codesOf(edge('bounded.ts'))).not.toContain('domain-edge');
  });

  it('is an error where the loss itself is infinite', () => {
    expect(edge('infinite-loss.ts')).toMatchObject({ verdict: 'error', error: { code: 'non-finite-loss' } });
  });
});

describe('a right gradient of a loss that is noisy or inexact', () => {
  it('never fails', () => {
    for (const model of noise.models) expect([model.file, model.fail]).toEqual([model.file, 0]);
  });

  it('passes by the accuracy that the model declares for an inner solver', () => {
    expect(noisy('inner-solver.ts')).toMatchObject({ verdict: 'pass', pass: 2 });
    expect(noisy('bisection.ts')).toMatchObject({ verdict: 'pass', pass: 2 });
    expect(noisy('bisection.ts').warnings).toMatchObject([
      { code: 'low-precision', message: expect.stringMatching(/accurate to 1e-7 only.*tighten its inner solver/) },
    ]);
  });

  it('passes by --loss-accuracy too; without it the report says what to do about so small a mismatch', async () => {
    const args = ['inner-solver-undeclared.ts'];
    const declared = await gradcheckJson([...args, '--loss-accuracy', '1e-6'], { cwd: NOISE });
    expect(declared.report.summary).toMatchObject({ verdict: 'pass', pass: 2 });
    const { stdout } = await gradcheck(args, { cwd: NOISE });
    expect(stdout).toMatch(/inner iterative solver[^]*--loss-accuracy/);
  });

  it('is decided as far as the noise lets it be, and the noise found is told', () => {
    expect(noisy('rough.ts').verdict).toBe('pass');
    expect(noisy('quantised.ts').noise).toBeCloseTo(1e-3 / Math.sqrt(12), 8);
    expect(codesOf(noisy('quantised.ts'))).toContain('low-precision');
    expect(noisy('stochastic.ts').noise).toBeGreaterThan(0.05 / Math.sqrt(12) / 2);
    expect(noisy('stochastic.ts').noise).toBeLessThan((0.05 / Math.sqrt(12)) * 2);
  });

  it('with random numbers from Math.random has no noise at all', () => {
    expect(noisy('common-random-numbers.ts')).toMatchObject({ verdict: 'pass', warnings: [] });
    expect(noisy('common-random-numbers.ts').noise).toBeLessThan(1e-15);
  });
});

describe('--average', () => {
  const check = async (...args: string[]) =>
    (await gradcheckJson(['stochastic.ts', ...args], { cwd: NOISE })).report.models[0];

  it('divides the noise by the root of the number, and decides what it hid', async () => {
    const [plain, hundred, many] = [await check(), await check('--average', '100'), await check('--average', '40000')];
    expect(plain.averaged).toBeUndefined();
    expect(hundred.averaged).toBe(100);
    expect(plain.noise / hundred.noise).toBeGreaterThan(10 / 3);
    expect(plain.noise / hundred.noise).toBeLessThan(10 * 3);
    expect(plain).toMatchObject({ verdict: 'inconclusive', inconclusive: 3 });
    expect(many).toMatchObject({ verdict: 'pass', fail: 0 });
    expect(hundred.lossEvaluations).toBeGreaterThan(50 * plain.lossEvaluations);
  });

  it('is advised where the loss spreads, with a number that does', async () => {
    const { stdout } = await gradcheck(['stochastic.ts'], { cwd: NOISE });
    expect(stdout).toMatch(
      /the loss spreads by 0\.01\d* at equal\s+input, which would have\s+to\s+be\s+about\s+\d+\s+times\s+less/,
    );
    const advised = /--average\s+(\d+)\s+should\s+do\s+for\s+(\w+)/.exec(stdout)!;
    const averaged = await check('--average', advised[1]);
    expect(parameterOf(averaged, advised[2]).verdict).toBe('pass');
  });

  it('is shown, and part of the command that gives the result again', async () => {
    const { stdout } = await gradcheck(['stochastic.ts', '--average', '10'], { cwd: NOISE });
    expect(stdout).toContain('each loss the mean of 10');
    expect(stdout).toContain('--average 10');
  });

  it('changes nothing for a loss that is the same at equal input', async () => {
    const args = ['common-random-numbers.ts'];
    const [once, often] = [await gradcheckJson(args, { cwd: NOISE }), await gradcheckJson([...args, '--average', '3'], { cwd: NOISE })]; // prettier-ignore
    expect(often.report.models[0].points).toEqual(once.report.models[0].points);
  });

  it('wants a whole number', async () => {
    const { stderr, exitCode } = await gradcheck(['stochastic.ts', '--average', '0'], { cwd: NOISE });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('whole number ≥ 1');
  });
});
