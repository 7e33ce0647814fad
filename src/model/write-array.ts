import type { Leaf } from './tree-layout.js';
import { writeNumber } from './write-number.js';

const WIDTH = 80;
/** Arrays longer than this are written by their exceptions where most of their numbers are equal. */
export const LONG = 12;

/** A long array by its usual number and the exceptions from it; undefined where that is no shorter. */
export function writeLong(
  values: Float64Array,
  storage: Leaf['storage'],
  fill: (usual: number) => string,
): string | undefined {
  if (values.length <= LONG) return undefined;
  const usual = mostFrequent(values);
  const exceptions = Array.from(values.entries()).filter(([, value]) => value !== usual);
  if (exceptions.length === 0) return fill(usual);
  if (exceptions.length > values.length / 8) return undefined;
  const items = exceptions.map(([i, value]) => `${i}: ${writeNumber(value, storage)}`);
  return `Object.assign(${fill(usual)}, { ${items.join(', ')} })`;
}

function mostFrequent(values: Float64Array): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  let best = values[0];
  for (const [value, count] of counts) if (count > counts.get(best)!) best = value;
  return best;
}

/** Numbers between brackets, as many a line as there is room for. */
export function writeRow(values: Float64Array, storage: Leaf['storage'], indent: string): string {
  const words = Array.from(values, (value) => writeNumber(value, storage));
  const line = `[${words.join(', ')}]`;
  if (indent.length + line.length <= WIDTH) return line;
  const lines: string[] = [];
  let current = '';
  for (const word of words) {
    const longer = current === '' ? `${word},` : `${current} ${word},`;
    if (current !== '' && indent.length + 2 + longer.length > WIDTH) {
      lines.push(current);
      current = `${word},`;
    } else current = longer;
  }
  return ['[', ...[...lines, current].map((text) => `${indent}  ${text}`), `${indent}]`].join('\n');
}

/** Items between brackets: on one line where they have room, else one a line. */
export function enclose(open: string, items: readonly string[], close: string, indent: string): string {
  const pad = open === '{' && items.length > 0 ? ' ' : '';
  const line = `${open}${pad}${items.join(', ')}${pad}${close}`;
  if (!line.includes('\n') && indent.length + line.length <= WIDTH) return line;
  return [open, ...items.map((item) => `${indent}  ${item},`), `${indent}${close}`].join('\n');
}
