import { relative } from 'node:path';
import type { SourceLocation } from '../check/report.js';

/** A report, as far as it names places in the user's files. */
export interface Located {
  readonly error?: { readonly code?: string; readonly location?: SourceLocation };
  readonly diagnoses?: readonly { readonly location?: SourceLocation }[];
}

/** Places in the user's files, named like the files themselves. */
export function nameFiles<Report extends Located>(report: Report, cwd: string): Report {
  const name = <T extends { location?: SourceLocation }>(item: T): T =>
    item.location ? { ...item, location: { ...item.location, file: displayName(item.location.file, cwd) } } : item;
  return {
    ...report,
    ...(report.error && { error: name(report.error) }),
    ...(report.diagnoses && { diagnoses: report.diagnoses.map(name) }),
  };
}

/** Files are named as the user sees them: from the current folder, with forward slashes. */
export function displayName(file: string, cwd: string): string {
  const path = relative(cwd, file).replaceAll('\\', '/');
  return path.startsWith('../../') || path === '' ? file : path;
}
