import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import type { ModelError } from '../check/report.js';
import { GradcheckError } from '../errors.js';
import { closestName } from '../model/model-definition.js';
import { toModelError } from './error-report.js';

/** A name without a file, and what is wrong with it. */
export interface MissingFile {
  readonly name: string;
  readonly isDirectory: boolean;
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
    if (pattern === '') {
      missing.push({ name: '""', isDirectory: false, error: toModelError(emptyName()) });
      continue;
    }
    const path = resolve(cwd, pattern);
    if (existsSync(path) && !statSync(path).isDirectory()) {
      files.add(path);
      continue;
    }
    const isDirectory = existsSync(path);
    const matches = isDirectory ? [] : await expandGlob(pattern, excluded, cwd);
    for (const match of matches) files.add(resolve(cwd, match));
    if (matches.length > 0) continue;
    const error = isDirectory ? directory(pattern) : noFile(pattern, path);
    missing.push({ name: pattern, isDirectory, error: toModelError(error) });
  }
  return { files: [...files], missing };
}

/** What a glob is not meant to match. */
const NO_MODELS = ['**/node_modules/**', '**/gradcheck.config.*'];

function isExclusion(pattern: string): boolean {
  return pattern.startsWith('!');
}

async function expandGlob(pattern: string, excluded: readonly string[], cwd: string): Promise<string[]> {
  if (!/[*?{}[\]!()]/.test(pattern)) return [];
  const { glob } = await import('tinyglobby');
  return (await glob([pattern], { cwd, ignore: [...NO_MODELS, ...excluded], expandDirectories: false })).sort();
}

function emptyName(): GradcheckError {
  return new GradcheckError('file-not-found', 'the name of a file is empty', {
    hint: 'a variable of the shell may not be set',
  });
}

function directory(pattern: string): GradcheckError {
  const hint = `name files, or a glob such as "${pattern.replace(/\/$/, '')}/**/*.ts" (with the quotes)`;
  return new GradcheckError('file-not-found', `${pattern} is a directory`, { hint });
}

function noFile(pattern: string, path: string): GradcheckError {
  if (/[*?]/.test(pattern)) {
    const hint = 'globs are taken from the current folder; node_modules and configurations are left out';
    return new GradcheckError('no-files', `no file matches ${pattern}`, { hint });
  }
  const close = closestName(basename(path), listFiles(dirname(path)));
  const suggestion = close === null ? '' : `did you mean ${pattern.slice(0, -basename(path).length)}${close}? `;
  const hint = `${suggestion}paths are taken from the current folder`;
  return new GradcheckError('file-not-found', `there is no file ${pattern}`, { hint });
}

/** Empty where the folder cannot be read. */
function listFiles(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isFile() ? [entry.name] : []));
  } catch {
    return [];
  }
}
