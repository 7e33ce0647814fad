import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CheckReport } from '../../src/check/report.js';
import { gradcheckJson, modelOf } from '../commands/gradcheck.js';
import { userFiles } from '../commands/user-files.js';

/** A loss of a millisecond, which is long enough for other threads; two entries are wrong. Each loading leaves a line. */
const model = (atLoading = '', inLoss = ''): string => `
  import { appendFileSync, existsSync } from 'node:fs';
  const log = new URL('loads.log', import.meta.url.replace(/\\/node_modules.*/, '/'));
  const isFirst = !existsSync(log);
  appendFileSync(log, 'loaded\\n');
  ${atLoading}
  export const params = { w: Array.from({ length: 300 }, (_, i) => Math.sin(i)), b: [0.5, 2], zero: 0 };
  export const loss = ({ w, b, zero }) => {
    ${inLoss}
    for (const start = performance.now(); performance.now() - start < 1; );
    return w.reduce((sum, x, i) => sum + x ** 3 * w[(i + 1) % w.length], 0) + b[0] * b[1] ** 2 + Math.max(0, zero);
  };
  export const gradient = ({ w, b }) => ({
    w: w.map((x, i) => {
      const n = w.length;
      return (3 * x * x * w[(i + 1) % n] + w[(i + n - 1) % n] ** 3) * (i === 77 || i === 250 ? 1.01 : 1);
    }),
    b: [b[1] ** 2, 2 * b[0] * b[1]],
    zero: 0,
  });
`;

function loadsIn(folder: string): number {
  const log = join(folder, 'loads.log');
  return existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n').length : 0;
}

async function check(text: string, ...args: string[]): Promise<{ report: CheckReport; loads: number }> {
  const folder = userFiles({ 'model.mjs': text });
  const { report } = await gradcheckJson(['model.mjs', '--no-diagnose', ...args], { cwd: folder });
  return { report, loads: loadsIn(folder) };
}

/** All of a report but for durations, and the command that names the number of threads. */
const comparable = (report: CheckReport): unknown =>
  JSON.parse(JSON.stringify(report, (key, value) => (key === 'durationMs' || key === 'replay' ? undefined : value)));

describe('--workers', { timeout: 120_000 }, () => {
  it('changes nothing of the report, to the last bit', async () => {
    const alone = await check(model(), '--workers', '1');
    expect(alone.loads).toBe(1);
    expect(modelOf(alone.report)).toMatchObject({ verdict: 'fail', fail: 2, kink: 1, checked: 303 });
    for (const workers of ['2', '3']) {
      const shared = await check(model(), '--workers', workers);
      expect(shared.loads).toBe(Number(workers));
      expect(comparable(shared.report)).toEqual(comparable(alone.report));
    }
    const apart = await check(model(), '--workers', '2', '--isolate', 'process');
    expect(apart.loads).toBe(2);
    expect(comparable(apart.report)).toEqual(comparable(alone.report));
  });

  it.each([
    ['cannot load the model again', "if (!isFirst) throw new Error('only once');", ''],
    ['is ended by the model', '', 'if (!isFirst && w[40] !== Math.sin(40)) process.exit(7);'],
    ['computes another loss', 'const more = isFirst ? 0 : 1;', 'b = [b[0] + more, b[1]];'],
  ])('matter not where a thread %s', async (_what, atLoading, inLoss) => {
    const alone = await check(model(atLoading, inLoss), '--workers', '1');
    const shared = await check(model(atLoading, inLoss), '--workers', '2');
    expect(shared.loads).toBe(2);
    expect(comparable(shared.report)).toEqual(comparable(alone.report));
  });

  it('are not more than one for a small model, in the main thread, and where the memory is limited', async () => {
    const quick = model().replace('start < 1', 'start < 0').replace('length: 300', 'length: 10');
    expect((await check(quick, '--workers', '4')).loads).toBe(1);
    expect((await check(model(), '--workers', '2', '--isolate', 'none')).loads).toBe(1);
    expect((await check(model(), '--max-memory', '500')).loads).toBe(1);
  });
});
