import { relative } from 'node:path';
import type { ModelReport, SourceLocation } from '../check/report.js';

/** Places in the user's files, named like the files themselves. */
export function nameFiles(report: ModelReport, cwd: string): ModelReport {
  const name = <T extends { location?: SourceLocation }>(item: T): T =>
    item.location ? { ...item, location: { ...item.location, file: displayName(item.location.file, cwd) } } : item;
  return { ...report, ...(report.error && { error: name(report.error) }), diagnoses: report.diagnoses.map(name) };
}

/** Files are named as the user sees them: from the current folder, with forward slashes. */
export function displayName(file: string, cwd: string): string {
  const path = relative(cwd, file).replaceAll('\\', '/');
  return path.startsWith('../../') || path === '' ? file : path;
}
