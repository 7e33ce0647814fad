import { relative } from 'node:path';
import type { ModelReport, SourceLocation } from '../check/report.js';
import { bundleModule, stopBundler } from '../load/bundle.js';
import { errorReport, toModelError } from './error-report.js';
import type { RunOptions } from './run-options.js';
import { startWorker } from './worker-pool.js';

export interface CheckFilesOptions {
  readonly files: readonly string[];
  readonly cwd: string;
  readonly options: RunOptions;
  readonly userOutput: (text: string) => void;
  readonly onModel?: (report: ModelReport) => void | Promise<void>;
}

/** Checks the models of some files, each file in a thread of its own. Never throws for what a file does. */
export async function checkFiles({
  files,
  cwd,
  options,
  userOutput,
  onModel,
}: CheckFilesOptions): Promise<ModelReport[]> {
  const reports: ModelReport[] = [];
  for (const file of files) {
    for (const report of await checkFile(file, displayName(file, cwd), options, userOutput)) {
      const shown = nameFiles(report, cwd);
      reports.push(shown);
      await onModel?.(shown);
    }
  }
  await stopBundler();
  return reports;
}

async function checkFile(
  file: string,
  display: string,
  options: RunOptions,
  userOutput: (text: string) => void,
): Promise<ModelReport[]> {
  const worker = startWorker(userOutput);
  try {
    const bundle = await bundleModule(file);
    try {
      return await worker.run({ bundleUrl: bundle.url, file: display, options }, bundle.dispose);
    } finally {
      bundle.dispose();
    }
  } catch (error) {
    return [errorReport(display, display, toModelError(error))];
  } finally {
    await worker.stop();
  }
}

/** Places in the user's files, named like the files themselves. */
function nameFiles(report: ModelReport, cwd: string): ModelReport {
  const name = <T extends { location?: SourceLocation }>(item: T): T =>
    item.location ? { ...item, location: { ...item.location, file: displayName(item.location.file, cwd) } } : item;
  return { ...report, ...(report.error && { error: name(report.error) }), diagnoses: report.diagnoses.map(name) };
}

/** Files are named as the user sees them: from the current folder, with forward slashes. */
function displayName(file: string, cwd: string): string {
  const path = relative(cwd, file).replaceAll('\\', '/');
  return path.startsWith('../../') || path === '' ? file : path;
}
