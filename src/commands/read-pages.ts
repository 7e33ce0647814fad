import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GradcheckError } from '../errors.js';
import { findPackageRoot } from '../load/package-root.js';

/** Folders of docs whose pages explain a code each, and what a code of theirs is. */
const KINDS = [
  { folder: 'warnings', title: 'Warnings' },
  { folder: 'diagnoses', title: 'Diagnoses' },
  { folder: 'alarms', title: 'Alarms' },
  { folder: 'errors', title: 'Errors' },
] as const;

export interface Page {
  readonly code: string;
  /** The folder's title. */
  readonly kind: string;
  /** Its first paragraph. */
  readonly summary: string;
  readonly text: string;
}

/**
 * The pages on codes, in the order of their folders, then of their names. One that is named like one of an earlier
 * folder explains the same code further.
 */
export function readPages(): Page[] {
  const root = findPackageRoot();
  if (root === null) throw new GradcheckError('internal', 'the pages of gradcheck are not where they should be');
  return KINDS.flatMap(({ folder, title }) => {
    const path = join(root, 'docs', folder);
    if (!existsSync(path)) return [];
    const files = readdirSync(path).filter((name) => name.endsWith('.md'));
    return files.sort().map((name) => readPage(readFileSync(join(path, name), 'utf8'), name.slice(0, -3), title));
  });
}

function readPage(text: string, code: string, kind: string): Page {
  const paragraph = text.replace(/^# .*\s+/, '').split(/\n\s*\n/, 1)[0];
  return { code, kind, summary: paragraph.replace(/\s+/g, ' ').trim(), text };
}
