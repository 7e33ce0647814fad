import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gradcheck, gradcheckJson, modelOf, parameterOf } from './gradcheck.js';
import { userFiles } from './user-files.js';

/** 20,000 entries in one parameter and two in another; a gradient that is right, but for what is put in place of it. */
const model = (w: string): string => `
  export const params = { w: Float64Array.from({ length: 20000 }, (_, i) => Math.sin(i)), b: [0.5, 2] };
  export const loss = ({ w, b }) => w.reduce((sum, x, i) => sum + x * x * x * (1 + (i % 7)), 0) / 1000 + b[0] * b[1] ** 2;
  export const gradient = ({ w, b }) => ({
    w: w.map((x, i) => ${w}),
    b: [b[1] ** 2, 2 * b[0] * b[1]],
  });
`;
const RIGHT = '(3 * x * x * (1 + (i % 7))) / 1000';

const files = userFiles({
  'right.mjs': model(RIGHT),
  'wrong.mjs': model(`(i === 12345 ? 1.5 : 1) * ${RIGHT}`),
  'flipped.mjs': model(`-${RIGHT}`),
  'slow.mjs': `
    export const params = { w: Array.from({ length: 500 }, (_, i) => Math.sin(i)), b: 1 };
    export const loss = ({ w, b }) => {
      for (const start = performance.now(); performance.now() - start < 3; );
      return w.reduce((sum, x) => sum + x * x, b * b);
    };
    export const gradient = ({ w, b }) => ({ w: w.map((x) => 2 * x), b: 2 * b });
  `,
});
const run = (...args: string[]) => gradcheckJson(args, { cwd: files });

describe('--method', () => {
  it('is directional by itself where there are too many entries, and the exact gradient is not wanted', async () => {
    const { report } = await run('right.mjs', '--reference', 'fd');
    const found = modelOf(report);
    expect(found).toMatchObject({ verdict: 'pass', method: 'directional', checked: 20_002, pass: 20_002 });
    expect(found.lossEvaluations).toBeLessThanOrEqual(16 + 2 * 8);
    expect(parameterOf(found, 'w')).toMatchObject({
      coverage: { full: 0, directional: 20_000, none: 0 },
      worst: null,
      missProbability: 0.01,
      direction: { reason: 'match' },
    });
    expect(modelOf((await run('right.mjs')).report)).toMatchObject({ method: 'full', reference: 'ad' });
    const small = await run('right.mjs', '--only', 'b', '--reference', 'fd');
    expect(modelOf(small.report).method).toBe('full');
  });

  it('finds the one wrong entry', async () => {
    const { report, exitCode } = await run('wrong.mjs', '--method', 'directional');
    const found = modelOf(report);
    expect([exitCode, found.fail]).toEqual([1, 1]);
    expect(parameterOf(found, 'w').failures[0].index).toEqual([12345]);
    expect(found.lossEvaluations).toBeLessThan(200);
    expect(report.replay).toContain('--method directional');
  });

  it('looks no further than --max-evaluations allow', async () => {
    const { report } = await run('flipped.mjs', '--method', 'directional', '--max-evaluations', '300');
    const found = modelOf(report);
    expect(found.verdict).toBe('fail');
    expect(found.diagnoses[0].code).toBe('sign-flip');
    expect(parameterOf(found, 'w').coverage.none).toBeGreaterThan(19_000);
    // What opens the exact gradient for the diagnosis is not of the search.
    expect(found.lossEvaluations).toBeLessThan(400);
  });

  it('tells how small an error shows, with what chance errors cancel, and how the derivatives compare', async () => {
    const { stdout } = await gradcheck(['right.mjs', '--method', 'directional'], { cwd: files });
    const text = stdout.replace(/\s+/g, ' ');
    expect(text).toContain('20,002 entries were looked at along random directions. Errors from');
    expect(text).toContain('missed with a chance of 1 %');
    expect(text).toMatch(/pass w 20000 direction/);
  });

  it('tells how small an error would have failed by an explicit tolerance', async () => {
    const limitOf = async (...args: string[]): Promise<number> =>
      parameterOf(modelOf((await run('right.mjs', ...args)).report), 'b').detectionLimit!;
    for (const method of ['directional', 'full']) {
      const args = ['--only', 'b', '--method', method];
      expect(await limitOf(...args)).toBeLessThan(1e-3);
      expect(await limitOf(...args, '--rtol', '0.05')).toBeGreaterThanOrEqual(0.05);
      expect(await limitOf(...args, '--rtol', '0.05')).toBeLessThan(0.052);
    }
  });

  it('is told of a check that takes too long as well', async () => {
    const { report, exitCode } = await run('slow.mjs', '--method', 'directional', '--timeout', '0.1');
    expect(exitCode).toBe(2);
    expect(modelOf(report)).toMatchObject({ verdict: 'error', method: 'directional', error: { code: 'timeout' } });
  });

  it('stops where not even the directions may be looked at', async () => {
    const { report, exitCode } = await run('flipped.mjs', '--method', 'directional', '--max-evaluations', '5');
    expect(exitCode).toBe(3);
    expect(modelOf(report)).toMatchObject({ verdict: 'inconclusive', truncated: 'max-evaluations' });
    expect(modelOf(report).causeReason).toContain('--max-evaluations');
  });

  it('fails a parameter whose wrong entries may not be looked for', async () => {
    const kinds = ['markdown', 'junit', 'tap', 'sarif', 'html', 'pretty'];
    const reporters = kinds.flatMap((kind) => ['--reporter', `${kind}=out.${kind}`]);
    const few = ['--method', 'directional', '--max-evaluations', '50', '--no-diagnose'];
    const { report, exitCode } = await run('flipped.mjs', ...few, ...reporters);
    expect(exitCode).toBe(1);
    const found = modelOf(report);
    expect(found).toMatchObject({ verdict: 'fail', fail: 0 });
    expect(parameterOf(found, 'w')).toMatchObject({ verdict: 'fail', failed: 0, direction: { reason: 'unlocated' } });
    for (const kind of kinds)
      expect(readFileSync(join(files, `out.${kind}`), 'utf8'), kind).toMatch(/along a (random )?direction/);
  });

  it('gives the same report for the same seed, and other directions for another', async () => {
    const directionOf = async (seed: string): Promise<unknown> =>
      parameterOf(modelOf((await run('right.mjs', '--method', 'directional', '--seed', seed)).report), 'w').direction;
    expect(await directionOf('1')).toEqual(await directionOf('1'));
    expect(await directionOf('1')).not.toEqual(await directionOf('2'));
  });

  it.each([
    ['--sample', '9'],
    ['--reference', 'ad'],
    ['--reference', 'both'],
  ])('is not both along directions and entry by entry: %s %s', async (...option) => {
    const { exitCode, stdout } = await gradcheck(['right.mjs', '--method', 'directional', ...option], { cwd: files });
    expect(exitCode).toBe(2);
    expect(stdout).toContain('leave one of the two out');
  });
});

describe('memory', () => {
  it('along directions is that of three numbers an entry beside those of the model, and the report stays small', async () => {
    // The model's own at that time: `params`, and the tree that the loss is called with.
    const text = `
      import { setFlagsFromString } from 'node:v8';
      import { runInNewContext } from 'node:vm';
      setFlagsFromString('--expose-gc');
      const gc = runInNewContext('gc');
      const size = 300_000;
      export const params = Float64Array.from({ length: size }, (_, i) => Math.sin(i) + 2);
      export const loss = (p) => {
        gc();
        console.log('held', process.memoryUsage().arrayBuffers / (8 * size));
        return p.reduce((sum, x) => sum + x * x, 0) / size;
      };
      export const gradient = (p) => p.map((x) => (2 * x) / size);
    `;
    const folder = userFiles({ 'large.mjs': text });
    const { report, stderr, text: json } = await gradcheckJson(['large.mjs', '--reference', 'fd'], { cwd: folder });
    expect(modelOf(report)).toMatchObject({ method: 'directional', verdict: 'pass' });
    const held = [...stderr.matchAll(/held (\S+)/g)].map(([, numbers]) => Number(numbers));
    expect(held.length).toBeLessThanOrEqual(24);
    // While the noise is measured, one more.
    expect(Math.min(...held.slice(3, 12))).toBeLessThan(2 + 4 + 0.1);
    expect(held.toSorted((a, b) => a - b)[held.length >> 1]).toBeLessThan(2 + 4 + 0.1);
    // The last is the loss once more at the end. Garbage that the stack still names may be counted as well.
    expect(Math.min(...held.slice(-8, -1))).toBeLessThan(2 + 3 + 0.1);
    expect(json.length).toBeLessThan(5000);
  });
});

describe('--time-budget', () => {
  it.each(['full', 'directional'])('stops a check with --method %s, which says so', async (method) => {
    const { report, exitCode } = await run('slow.mjs', '--method', method, '--time-budget', '0.05');
    const found = modelOf(report);
    expect(found).toMatchObject({ verdict: 'inconclusive', truncated: 'time-budget' });
    expect(found.causeReason).toContain('--time-budget');
    expect(exitCode).toBe(3);
    expect(parameterOf(found, 'b').skipped).toBe('not-reached');
  });

  it('leaves alone what is done in time', async () => {
    expect(modelOf((await run('right.mjs', '--only', 'b', '--time-budget', '60')).report)).not.toHaveProperty(
      'truncated',
    );
  });
});
