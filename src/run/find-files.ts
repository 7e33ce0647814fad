import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ModelError } from '../check/report.js';
import { GradcheckError } from '../errors.js';
import { toModelError } from './error-report.js';

/** A name without a file, and what is wrong with it. */
export interface MissingFile {
  readonly name: string;
  readonly error: ModelError;
}

/**
 * Files in the order given and sorted within a glob, each once; and every name without a file. A pattern behind `!`
 * takes files out of what globs match.
 */
export async function findFiles(
  patterns: readonly string[],
  cwd: string,
): Promise<{ files: string[]; missing: MissingFile[] }> {
  const files = new Set<string>();
  const missing: MissingFile[] = [];
  const excluded = patterns.filter(isExclusion).map((pattern) => pattern.slice(1));
  for (const pattern of patterns.filter((pattern) => !isExclusion(pattern))) {
    const path = resolve(cwd, pattern);
    if (existsSync(path) && !statSync(path).isDirectory()) {
      files.add(path);
      continue;
    }
    const matches = existsSync(path) ? [] : await expandGlob(pattern, excluded, cwd);
    for (const match of matches) files.add(resolve(cwd, match));
    if (matches.length === 0) missing.push({ name: pattern, error: toModelError(noFile(pattern, existsSync(path))) });
  }
  return { files: [...files], missing };
}

function isExclusion(pattern: string): boolean {
  return pattern.startsWith('!');
}

async function expandGlob(pattern: string, excluded: readonly string[], cwd: string): Promise<string[]> {
  if (!/[*?{}[\]!()]/.test(pattern)) return [];
  const { glob } = await import('tinyglobby');
  return (await glob([pattern], { cwd, ignore: ['**/node_modules/**', ...excluded], expandDirectories: false })).sort();
}

function noFile(pattern: string, isDirectory: boolean): GradcheckError {
  if (isDirectory) {
    const hint = `name files, or a glob such as "${pattern.replace(/\/$/, '')}/**/*.ts" (with the quotes)`;
    return new GradcheckError('file-not-found', `${pattern} is a directory`, { hint });
  }
  const isGlob = /[*?]/.test(pattern);
  return isGlob
    ? new GradcheckError('no-files', `no file matches ${pattern}`, {
        hint: 'globs are taken from the current folder; files under node_modules are left out',
      })
    : new GradcheckError('file-not-found', `there is no file ${pattern}`, {
        hint: 'paths are taken from the current folder',
      });
}
