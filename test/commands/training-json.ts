import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { expect } from 'vitest';
import type { OptimizersReport, TrainingRunReport } from '../../src/report/index.js';
import { gradcheck } from './gradcheck.js';

interface Reports {
  train: TrainingRunReport;
  monitor: TrainingRunReport;
  optimizers: OptimizersReport;
}

const validators = Object.fromEntries(
  ['train', 'monitor', 'optimizers'].map((command) => {
    const url = new URL(`../../schema/${command}.schema.json`, import.meta.url);
    const schema = JSON.parse(readFileSync(url, 'utf8')) as object;
    return [command, new Ajv({ allErrors: true, strictTypes: false }).compile(schema)];
  }),
);

/** Runs a command with the JSON reporter; the report is valid and agrees with the exit code, or the test fails. */
export async function runJson<Command extends keyof Reports>(
  command: Command,
  args: readonly string[],
  cwd: string,
): Promise<{ report: Reports[Command]; exitCode: number; stderr: string; text: string }> {
  const { exitCode, stdout, stderr } = await gradcheck([command, ...args, '--reporter', 'json'], { cwd });
  const report = JSON.parse(stdout) as Reports[Command];
  const validate = validators[command];
  validate(report);
  expect(validate.errors).toBeNull();
  expect(report.summary.exitCode).toBe(exitCode);
  return { report, exitCode, stderr, text: stdout };
}

/** Code, level, step and parameter of each alarm. */
export function briefly({ training }: TrainingRunReport): string[] {
  return training!.alarms.map(({ code, level, step, parameter }) =>
    [code, level, step, parameter ?? ''].join(' ').trim(),
  );
}
