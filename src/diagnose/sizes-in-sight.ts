import type { TreeLayout } from '../model/tree-layout.js';
import type { NamedSize } from './gradient-evidence.js';

/** Data nested deeper, or in more parts, has lengths that explain nothing. */
const MOST_DEPTH = 4;
const MOST_PARTS = 20;

/** Lengths by which a sum or a mean may be off: rows of the data and of its parts, axes of the parameters, their number. */
export function sizesInSight(layout: TreeLayout, data: unknown): NamedSize[] {
  const found: NamedSize[] = [];
  const note = (size: number, name: string): void => {
    if (size > 1 && !found.some((one) => one.size === size)) found.push({ size, name });
  };
  noteLengths(data, 'data', 0, note);
  for (const { path, shape, size } of layout.leaves) {
    for (const [axis, extent] of shape.entries()) note(extent, nameAxis(path, shape.length, axis));
    if (shape.length > 1) note(size, `entries of ${path}`);
  }
  note(layout.size, 'parameters in all');
  return found;
}

function noteLengths(value: unknown, name: string, depth: number, note: (size: number, name: string) => void): void {
  if (typeof value !== 'object' || value === null || depth > MOST_DEPTH) return;
  if (ArrayBuffer.isView(value)) {
    if ('length' in value) note(value.length as number, `entries of ${name}`);
    return;
  }
  if (Array.isArray(value)) {
    note(value.length, `${typeof value[0] === 'object' ? 'rows' : 'entries'} of ${name}`);
    // Rows are alike: the first tells the length of all.
    noteLengths(value[0], `each row of ${name}`, depth + 1, note);
    return;
  }
  for (const [key, part] of Object.entries(value).slice(0, MOST_PARTS))
    noteLengths(part, depth === 0 ? `${name}.${key}` : `${key} in ${name}`, depth + 1, note);
}

function nameAxis(path: string, axes: number, axis: number): string {
  if (axes === 1) return `entries of ${path}`;
  if (axes === 2) return `${axis === 0 ? 'rows' : 'columns'} of ${path}`;
  return `places of ${path} along axis ${axis}`;
}
