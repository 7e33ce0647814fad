import { siteAt } from '../../model/tape.js';
import type { SourceLocation } from '../../check/report.js';
import type { Edge } from './edge.js';
import type { SitePlace } from './site-place.js';
import type { Place, TapeEvidence } from './tape-evidence.js';

/**
 * Where to look: the place itself; of a helper in another file, or of some calls of a helper, the call in the user's own
 * file.
 */
export function placeOfEdge(evidence: TapeEvidence, edge: Edge): SitePlace {
  const place = evidence.describeSite(edge.site);
  const { location, text } = place;
  const isOwn = location?.file === evidence.ownFile;
  if (location === null || (isOwn && !edge.part)) return place;
  const call = isOwn
    ? placeOfCall(evidence, edge.entries[0], otherExecution(evidence, edge))
    : evidence.callersOf(edge.entries[0]).find(({ file }) => file === evidence.ownFile);
  return call ? { ...place, location: { ...call, text } } : place;
}

/** An execution of the same place that is not in the part. */
function otherExecution({ tape }: TapeEvidence, { site, entries }: Edge): number {
  const own = new Set(entries);
  for (let i = tape.inputs + 1; i <= tape.output; i++) if (siteAt(tape, i) === site && !own.has(i)) return i;
  return entries[0];
}

/** The innermost call in the user's own file that an entry is computed under and another one of the same place is not. */
export function placeOfCall(evidence: TapeEvidence, entry: number, other: number): SourceLocation | null {
  const others = evidence.callersOf(other);
  const isShared = ({ line, column }: SourceLocation): boolean =>
    others.some((call) => call.line === line && call.column === column);
  return evidence.callersOf(entry).find((call) => call.file === evidence.ownFile && !isShared(call)) ?? null;
}

/** Where a parameter enters the loss: its first use, or the call of a helper that makes it. */
export function placeOfUse(evidence: TapeEvidence, path: string): Place | null {
  const { tape, layout, ownFile } = evidence;
  const leaf = layout.leaves.find((one) => one.path === path);
  if (!leaf) return null;
  const isIn = (entry: number): boolean => entry > leaf.offset && entry <= leaf.offset + leaf.size;
  for (let i = tape.inputs + 1; i < tape.length; i++) {
    if (!isIn(tape.left[i]) && !isIn(tape.right[i])) continue;
    const { location, text } = evidence.describeSite(siteAt(tape, i));
    const calls = evidence.callersOf(i).filter(({ file }) => file === ownFile);
    const own = location && { ...location, text };
    const read = findRead(evidence, path, own?.file === ownFile ? [own, ...calls] : calls);
    const call = calls.length > 2 ? calls[1] : own?.file === ownFile ? undefined : calls[0];
    const place = read ?? call ?? own;
    return place && { location: place, reason: `${path} enters the loss` };
  }
  return null;
}

/** Lines above an operation in which its operand may have been read. */
const MOST_LINES_ABOVE = 12;

/** Where the name of a parameter was read that an operation uses: in the line of the innermost call that has it, or above. */
function findRead(
  { linesOf, layout }: TapeEvidence,
  path: string,
  calls: readonly SourceLocation[],
): SourceLocation | null {
  // Parameters that are one array have the name that the loss gives them.
  const name = 'leaf' in layout.root ? null : nameOf(path);
  if (name === null) return null;
  const mention = new RegExp(`(?<![\\w$])${name.replaceAll('$', '\\$')}(?![\\w$])`);
  for (const call of calls) {
    const lines = linesOf(call.file);
    for (let line = call.line; line > Math.max(0, call.line - MOST_LINES_ABOVE); line--) {
      const text = (lines[line - 1] ?? '').replace(/\/\/.*/, '');
      if (mention.test(text))
        return line === call.line ? call : { ...call, line, column: text.search(mention) + 1, text: text.trim() };
      // What stands above the beginning of a function is another matter: the parameters' own values, for one.
      if (/^[\w$]/.test(text)) break;
    }
  }
  return null;
}

/** The name that a parameter is read by: the last one of its path. */
function nameOf(path: string): string | null {
  return /([\w$]+)[^\w$]*$/.exec(path.replace(/(\[[\d…]+\])+$/, ''))?.[1] ?? null;
}

/** The source text of a site's result or of one of its operands, and its line. */
export function textAt(evidence: TapeEvidence, site: number, operand?: 0 | 1): { text: string; line: number | null } {
  const { text, operands, location } = evidence.describeSite(site);
  return { text: operand === undefined ? text : (operands[operand] ?? text), line: location?.line ?? null };
}

/** ` (model.ts:12:7)`, to go behind what is said of a place. */
export function wordPlace({ location }: Pick<SitePlace, 'location'>): string {
  return location ? ` (${baseName(location.file)}:${location.line}:${location.column})` : '';
}

function baseName(file: string): string {
  return file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
}
