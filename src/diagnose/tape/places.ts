import { siteAt } from '../../model/tape.js';
import type { SourceLocation } from '../../check/report.js';
import type { Edge } from './edge.js';
import type { SitePlace } from './name-mistake.js';
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
  const calls = evidence.callersOf(edge.entries[0]).filter(({ file }) => file === evidence.ownFile);
  const call = isOwn ? calls[1] : calls[0];
  return call ? { ...place, location: { ...call, text } } : place;
}

/** The call in the user's own file that an entry is computed under and another one of the same place is not. */
export function placeOfCall(evidence: TapeEvidence, entry: number, other: number): SourceLocation | null {
  const [own, others] = [entry, other].map((one) => evidence.callersOf(one).toReversed());
  const k = own.findIndex(({ line, column }, at) => line !== others[at]?.line || column !== others[at]?.column);
  return own.slice(Math.max(k, 0)).find(({ file }) => k >= 0 && file === evidence.ownFile) ?? null;
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
    const call = calls.length > 2 ? calls[1] : location?.file === ownFile ? undefined : calls[0];
    const place = call ?? (location && { ...location, text });
    return place && { location: place, reason: `${path} enters the loss` };
  }
  return null;
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
