import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { expect } from 'vitest';
import type { DataReport, Finding, FindingCode } from '../../src/data/types.js';
import { gradcheck } from './gradcheck.js';

const schema = JSON.parse(readFileSync(new URL('../../schema/data.schema.json', import.meta.url), 'utf8'));
const validate = new Ajv({ allErrors: true, strictTypes: false }).compile(schema);

export interface DataRun {
  readonly report: DataReport;
  readonly data: NonNullable<DataReport['data']>;
  readonly exitCode: number;
  readonly stderr: string;
  readonly stdout: string;
}

/** Runs `gradcheck data` with the JSON reporter; the report is valid and agrees with the exit code, or the test fails. */
export async function inspect(cwd: string, ...args: readonly string[]): Promise<DataRun> {
  const { exitCode, stdout, stderr } = await gradcheck(['data', ...args, '--reporter', 'json'], { cwd });
  const report = JSON.parse(stdout) as DataReport;
  validate(report);
  expect(validate.errors).toBeNull();
  expect(report.summary.exitCode).toBe(exitCode);
  for (const finding of report.data?.findings ?? []) {
    expect(finding.rows).toEqual([...new Set(finding.rows)].sort((a, b) => a - b));
    expect(finding.count).toBeGreaterThanOrEqual(finding.rows.length);
  }
  return { report, data: report.data!, exitCode, stderr, stdout };
}

export const findingIn = ({ data }: DataRun, code: FindingCode): Finding | undefined =>
  data.findings.find((finding) => finding.code === code);

/** Code, columns and rows of all findings. */
export const foundIn = ({ data }: DataRun): [string, readonly string[], readonly number[]][] =>
  data.findings.map(({ code, columns, rows }) => [code, columns, rows]);
