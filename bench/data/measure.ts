import { analyzeTable } from '../../src/data/analyze-table.js';
import { TableBuilder } from '../../src/data/table-builder.js';
import type { DataAnalysis, FindingCode } from '../../src/data/types.js';
import { DISTRIBUTIONS, Honest, type Draw } from './honest.js';

/** How many tables of a kind are told of what. */
export interface FalseAlarms {
  readonly distribution: string;
  readonly rows: number;
  readonly columns: number;
  readonly tables: number;
  /** Tables with an error; with a warning that is not that of heavy tails. */
  readonly errors: number;
  readonly warnings: number;
  readonly heavyTails: number;
  readonly codes: ReadonlyMap<FindingCode, number>;
}

/** Looks at tables in which nothing is wrong. Constant columns are what they are, however they came about. */
export function measureFalseAlarms(distribution: string, rows: number, columns: number, tables: number): FalseAlarms {
  const codes = new Map<FindingCode, number>();
  let [errors, warnings, heavyTails] = [0, 0, 0];
  for (let seed = 1; seed <= tables; seed++) {
    const findings = analyzeHonest(DISTRIBUTIONS[distribution], rows, columns, seed).findings.filter(
      ({ code, level }) => level !== 'note' && code !== 'constant',
    );
    const found = new Set(findings.map(({ code }) => code));
    for (const code of found) codes.set(code, (codes.get(code) ?? 0) + 1);
    if (findings.some(({ level }) => level === 'error')) errors++;
    if (found.delete('heavy-tail')) heavyTails++;
    if (found.size > 0) warnings++;
  }
  return { distribution, rows, columns, tables, errors, warnings, heavyTails, codes };
}

export function analyzeHonest(draw: Draw, rows: number, columns: number, seed: number): DataAnalysis {
  const honest = new Honest(seed);
  return analyzeRows(Array.from({ length: rows }, () => Array.from({ length: columns }, () => draw(honest))));
}

export interface Caught {
  readonly rows: number;
  readonly columns: number;
  /** What a cell of normal numbers, mean 10 and standard deviation 1, is multiplied by. */
  readonly factor: number;
  readonly tables: number;
  readonly caught: number;
}

/** Multiplies one cell: how often is that row, and no other, named? */
export function measureCaught(rows: number, columns: number, factor: number, tables: number): Caught {
  let caught = 0;
  for (let seed = 1; seed <= tables; seed++) {
    const { normal } = new Honest(seed);
    const cells = Array.from({ length: rows }, () => Array.from({ length: columns }, () => 10 + normal()));
    const place = seed % rows;
    cells[place][0] *= factor;
    const found = analyzeRows(cells).findings.filter(({ code }) => code === 'outlier');
    if (found.length === 1 && String(found[0].rows) === String(place)) caught++;
  }
  return { rows, columns, factor, tables, caught };
}

function analyzeRows(cells: readonly (readonly number[])[]): DataAnalysis {
  const builder = new TableBuilder(
    cells[0].map((_, column) => `x${column}`),
    { cells: 'typed' },
  );
  for (const row of cells) builder.push(row);
  return analyzeTable(builder.finish());
}
