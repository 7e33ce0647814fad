import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { expect } from 'vitest';
import type { CheckReport, Counts } from '../../src/check/report.js';

const schema = JSON.parse(readFileSync(new URL('../../schema/report.schema.json', import.meta.url), 'utf8'));
const validate = new Ajv({ allErrors: true, strictTypes: false }).compile(schema);

/** Reads a JSON report and holds it to the schema and to what the schema cannot say. */
export function validateReport(text: string, exitCode: number): CheckReport {
  const report = JSON.parse(text) as CheckReport;
  validate(report);
  expect(validate.errors).toBeNull();
  expect(report.summary.exitCode).toBe(exitCode);
  expectSums(report.summary, report.models);
  expect(report.summary.models).toBe(report.models.length);
  for (const model of report.models) {
    if (model.verdict === 'error') continue;
    const parameters = model.points.flatMap((point) => point.parameters);
    expectSums(
      model,
      parameters.map((parameter) => Object.assign({}, parameter, { entries: parameter.size })),
    );
    expect(model.setupEvaluations).toBeLessThanOrEqual(model.lossEvaluations);
    for (const { path, checked, size, failed, failures, fail, worst, coverage } of parameters) {
      expect(failed, path).toBe(fail);
      expect(failures.length, path).toBe(Math.min(failed, 1000));
      expect(worst === null, path).toBe(coverage.full === 0);
      expect(coverage.full + coverage.directional, path).toBe(checked);
      expect(checked + coverage.none, path).toBe(size);
    }
  }
  return report;
}

function expectSums(total: Counts, parts: readonly Counts[]): void {
  expect(total.pass + total.fail + total.kink + total.inconclusive).toBe(total.checked);
  for (const key of ['entries', 'checked', 'pass', 'fail', 'kink', 'inconclusive'] as const)
    expect(
      parts.reduce((sum, part) => sum + part[key], 0),
      key,
    ).toBe(total[key]);
}
