import { describe, expect, it } from 'vitest';
import { gradcheck, gradcheckJson, modelOf, parameterOf } from './gradcheck.js';
import { userFiles } from './user-files.js';

const files = userFiles({
  'model.ts': `
    export const params = { big: Array.from({ length: 400 }, (_, i) => Math.sin(i)), b: [0.3] };
    export const loss = (p: typeof params) => p.big.reduce((s, v) => s + v * v, 0) + Math.exp(p.b[0]);
    export const gradient = (p: typeof params) => ({ big: p.big.map((v) => 2 * v), b: [1] });
  `,
});

describe('--sample', () => {
  it('looks at every parameter, and tells what it did not look at', async () => {
    const { report } = await gradcheckJson(['model.ts', '--sample', '20'], { cwd: files });
    const model = modelOf(report);
    const [big, b] = [parameterOf(model, 'big'), parameterOf(model, 'b')];
    expect(model).toMatchObject({ verdict: 'fail', checked: 20, pass: 19, fail: 1, entries: 401 });
    expect(big).toMatchObject({ coverage: { full: 19, directional: 0, none: 381 }, missProbability: 1 - 19 / 400 });
    expect(b.coverage).toEqual({ full: 1, directional: 0, none: 0 });
    expect(b).not.toHaveProperty('missProbability');
    expect(report.replay).toContain('--sample 20');
    const { stdout } = await gradcheck(['model.ts', '--sample', '20'], { cwd: files });
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      '381 entries were not looked at: in big a single wrong one is missed with a chance of 95 %',
    );
  });

  it('is that of the seed', async () => {
    const drawn = async (seed: string): Promise<unknown> => {
      const { report } = await gradcheckJson(['model.ts', '--sample', '20', '--seed', seed], { cwd: files });
      return parameterOf(modelOf(report), 'big').worst?.index;
    };
    expect(await drawn('1')).toEqual(await drawn('1'));
    expect(new Set(await Promise.all(['1', '2', '3', '4'].map(drawn)).then((all) => all.map(String))).size).not.toBe(1);
  });

  it('is a number of at least one', async () => {
    const { exitCode, stderr } = await gradcheck(['model.ts', '--sample', '0'], { cwd: files });
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/--sample.*whole number ≥ 1/s);
  });
});
