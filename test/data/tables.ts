import { analyzeTable } from '../../src/data/analyze-table.js';
import { TableBuilder } from '../../src/data/table-builder.js';
import type { DataTable } from '../../src/data/table.js';
import type { DataAnalysis, Finding, FindingCode } from '../../src/data/types.js';
import { createRandom } from '../../src/numdiff/random.js';

/** A table of typed cells, given by columns. */
export function tableOf(columns: Readonly<Record<string, readonly unknown[]>>): DataTable {
  const names = Object.keys(columns);
  const builder = new TableBuilder(names, { cells: 'typed' });
  columns[names[0]].forEach((_, row) => builder.push(names.map((name) => columns[name][row])));
  return builder.finish();
}

/** The same of texts, as they stand in a CSV file. */
export function textTableOf(names: readonly string[], rows: readonly (readonly string[])[]): DataTable {
  const builder = new TableBuilder(names, { cells: 'text' });
  for (const row of rows) builder.push(row);
  return builder.finish();
}

export const analyze = (columns: Readonly<Record<string, readonly unknown[]>>, target?: string): DataAnalysis =>
  analyzeTable(tableOf(columns), target);

export const findingOf = ({ findings }: DataAnalysis, code: FindingCode): Finding | undefined =>
  findings.find((finding) => finding.code === code);

export const codesOf = ({ findings }: DataAnalysis): string[] => findings.map(({ code }) => code);

/** Random numbers of some distributions. */
export class Draws {
  readonly uniform: () => number;

  constructor(seed: number) {
    this.uniform = createRandom(seed);
  }

  /** Box and Muller. */
  normal = (): number => Math.sqrt(-2 * Math.log(1 - this.uniform())) * Math.cos(2 * Math.PI * this.uniform());

  many(count: number, draw: (row: number) => number): number[] {
    return Array.from({ length: count }, (_, row) => draw(row));
  }

  /** Columns x0, x1, … of one distribution. */
  columns(rows: number, count: number, draw: () => number): Record<string, number[]> {
    return Object.fromEntries(Array.from({ length: count }, (_, j) => [`x${j}`, this.many(rows, draw)]));
  }
}
