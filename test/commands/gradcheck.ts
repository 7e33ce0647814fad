import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { CheckReport, ModelReport } from '../../src/check/report.js';
import { validateReport } from './validate-report.js';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const MODELS = fileURLToPath(new URL('../fixtures/models', import.meta.url));
const BIN = fileURLToPath(new URL('../../bin/gradcheck.js', import.meta.url));

export interface Result {
  exitCode: number;
  stdout: string;
  stderr: string;
}

interface Where {
  cwd?: string;
  env?: Record<string, string>;
  bin?: string;
}

/** The environment without what decides on colours, so that a test does not hang on who runs it. */
function plainEnvironment(): Record<string, string | undefined> {
  const colourful = /^(NO_COLOR|FORCE_COLOR|CI|GITHUB_ACTIONS|GITLAB_CI|TERM|COLORTERM|COLUMNS|NODE_OPTIONS|VITEST.*)$/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !colourful.test(name)));
}

/** Runs the built tool in the folder of fixtures. */
export function gradcheck(args: readonly string[], { cwd = MODELS, env = {}, bin = BIN }: Where = {}): Promise<Result> {
  return new Promise((resolve, reject) => {
    const options = { cwd, env: { ...plainEnvironment(), ...env }, maxBuffer: 2 ** 28, timeout: 50_000 };
    execFile(process.execPath, [bin, ...args], options, (error, stdout, stderr) => {
      const exitCode = error === null ? 0 : error.code;
      if (typeof exitCode === 'number') resolve({ exitCode, stdout, stderr });
      else
        reject(new Error(`gradcheck ${args.join(' ')} was ended from outside: ${stdout}${stderr}`, { cause: error }));
    });
  });
}

/** Runs the tool with the JSON reporter; the report is valid and agrees with the exit code, or the test fails. */
export async function gradcheckJson(
  args: readonly string[],
  where: Where = {},
): Promise<{ report: CheckReport; stderr: string; exitCode: number; text: string }> {
  const { exitCode, stdout, stderr } = await gradcheck([...args, '--reporter', 'json'], where);
  const report = validateReport(stdout, exitCode);
  return { report, stderr, exitCode, text: stdout };
}

/** The only model of a report, or the one of that name. */
export function modelOf(report: CheckReport, name?: string): ModelReport {
  const found = report.models.filter((model) => name === undefined || model.name === name);
  if (found.length !== 1) throw new Error(`${found.length} models named ${name}`);
  return found[0];
}

export const parameterOf = (model: ModelReport, path: string) =>
  model.points[0].parameters.find((parameter) => parameter.path === path)!;

export const codesOf = (model: ModelReport) => model.warnings.map((warning) => warning.code);
