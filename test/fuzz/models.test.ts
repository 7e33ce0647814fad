import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { check, type AnyModel } from '../../src/index.js';
import { formatJsonReport } from '../../src/report/json.js';
import { validateReport } from '../commands/validate-report.js';
import { MODEL, MODULE, SETTINGS } from './arbitrary-models.js';

const runs = Number(process.env.FUZZ_RUNS ?? 1000);
const OPTIONS = { seed: Number(process.env.FUZZ_SEED ?? 1), numRuns: runs, interruptAfterTimeLimit: 50_000 };

/** Checks anything; the report is valid JSON, adds up and agrees with its exit code, or this throws. */
async function survive(model: unknown, options: object): Promise<string> {
  const report = await check(model as AnyModel, options);
  const text = formatJsonReport(report);
  validateReport(text, report.summary.exitCode);
  expect([0, 1, 2, 3]).toContain(report.summary.exitCode);
  for (const { error } of report.models) expect(error?.code, error?.message).not.toBe('internal');
  return report.summary.verdict;
}

const CALL = fc.record({ diagnose: fc.boolean(), points: fc.nat({ max: 2 }), edgeCases: fc.boolean() });

describe('whatever a model is', () => {
  it('its check ends with a valid report: functions that misbehave', async () => {
    const verdicts = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(MODEL, CALL, async (model, options) => {
        const verdict = await survive(model, options);
        verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1);
      }),
      OPTIONS,
    );
    // The models are of all kinds, or little would have been tried.
    expect([...verdicts.keys()].sort()).toEqual(['error', 'fail', 'inconclusive', 'pass']);
  });

  it.each([
    ['exports that are anything', MODULE],
    ['settings that are anything', SETTINGS],
    ['anything at all', fc.anything()],
  ])('its check ends with a valid report: %s', async (_what, models) => {
    await fc.assert(
      fc.asyncProperty(models, CALL, async (model, options) => void (await survive(model, options))),
      OPTIONS,
    );
  });
});
