import type { FailLevel, Finding } from './types.js';

export interface Levels {
  readonly errors: number;
  readonly warnings: number;
  readonly notes: number;
}

export function countLevels(findings: readonly Finding[]): Levels {
  const count = (level: Finding['level']): number => findings.filter((finding) => finding.level === level).length;
  return { errors: count('error'), warnings: count('warn'), notes: count('note') };
}

/** Whether findings of these levels fail a run. */
export function failsAt({ errors, warnings }: Levels, level: FailLevel): boolean {
  if (level === 'never') return false;
  return errors > 0 || (level === 'warn' && warnings > 0);
}
