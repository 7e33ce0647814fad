import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { BaselineRun } from '../baseline/baseline-run.js';
import { formatBaseline, parseBaseline } from '../baseline/text.js';
import type { Baseline } from '../baseline/types.js';
import type { CheckReport, ModelReport } from '../check/report.js';
import type { CheckOptions } from '../config/types.js';
import { GradcheckError } from '../errors.js';
import { makeFolder } from '../load/make-folder.js';
import { displayName } from '../run/name-files.js';
import { EXPRESSION_FILE } from '../run/run-files.js';
import { formatQuantity } from '../terminal/number-format.js';
import type { Io } from './io.js';

export interface OpenBaseline {
  /** The model as the baseline sees it. */
  judge(model: ModelReport): ModelReport;
  /** What there is to tell when all models are done; writes the new baseline, if that was asked for. */
  close(): CheckReport['baseline'];
}

const HINT =
  'it is made by --update-baseline: gradcheck "src/**/*.model.ts" --baseline baseline.json --update-baseline';

/**
 * The baseline of a run; undefined where there is none.
 * @throws GradcheckError `usage` for --update-baseline alone, `file-not-found`, `config` for what is no baseline
 */
export function openBaseline({ baseline, updateBaseline }: CheckOptions, io: Io): OpenBaseline | undefined {
  if (baseline === undefined) {
    if (!updateBaseline) return undefined;
    throw new GradcheckError('usage', '--update-baseline goes with --baseline, which names the file', { hint: HINT });
  }
  const path = resolve(io.cwd(), baseline);
  const file = displayName(path, io.cwd());
  const run = new BaselineRun(
    readBaseline(path, file, updateBaseline ?? false),
    describeFiles(dirname(path), io.cwd()),
  );
  if (!updateBaseline) return { judge: (model) => run.compare(model), close: () => ({ file, stale: run.stale() }) };
  return {
    judge: (model) => run.accept(model),
    close: () => {
      const renewed = run.update();
      writeBaseline(path, formatBaseline(renewed));
      io.stderr.write(`note: ${file} now has ${describe(renewed)}\n`);
      return { file, stale: [] };
    },
  };
}

function readBaseline(path: string, file: string, mayBeNew: boolean): Baseline {
  if (existsSync(path)) return parseBaseline(readFileSync(path, 'utf8'), file);
  if (mayBeNew) return { version: 1, models: [] };
  throw new GradcheckError('file-not-found', `there is no baseline ${file}`, { hint: HINT });
}

/** Files are named from the folder of the baseline, so that it means the same wherever it is checked out. */
function describeFiles(folder: string, cwd: string) {
  const isFormula = (file: string): boolean => file === EXPRESSION_FILE;
  return {
    name: (file: string) => (isFormula(file) ? file : relative(folder, resolve(cwd, file)).replaceAll('\\', '/')),
    show: (file: string) => (isFormula(file) ? file : displayName(resolve(folder, file), cwd)),
    exists: (file: string) => isFormula(file) || existsSync(resolve(folder, file)),
  };
}

function writeBaseline(path: string, text: string): void {
  try {
    makeFolder(dirname(path));
    writeFileSync(path, text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new GradcheckError('usage', `the baseline cannot be written to ${path}: ${reason}`, { cause });
  }
}

function describe({ models }: Baseline): string {
  const parameters = models.flatMap((model) => model.parameters);
  const failures =
    parameters.reduce((sum, { failed = 0 }) => sum + failed, 0) +
    models.reduce((sum, { mistakes = [] }) => sum + mistakes.length, 0);
  const undecided = parameters.reduce((sum, parameter) => sum + (parameter.undecided ?? 0), 0);
  return [
    formatQuantity(models.length, 'model'),
    `${failures === 0 ? 'no' : failures} known ${failures === 1 ? 'failure' : 'failures'}`,
    ...(undecided > 0 ? [formatQuantity(undecided, 'undecided entry', 'undecided entries')] : []),
  ].join(', ');
}
