import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { conditionOf } from '../data/analyze-table.js';
import { dropRows, fitSteps } from '../data/fix/fit-steps.js';
import { makeScaler, readScaler, refuseOtherColumns, type Scaler } from '../data/fix/scaler.js';
import { readSteps, writeStep, type FittedStep } from '../data/fix/steps.js';
import type { DataTable } from '../data/table.js';
import type { FixReport } from '../data/types.js';
import { listNames, quantity } from '../data/words.js';
import { GradcheckError } from '../errors.js';
import type { RowSource } from '../load-data/row-source.js';
import { writeFixed } from '../load-data/write-fixed.js';
import { displayName } from '../run/name-files.js';
import type { AllDataOptions } from '../config/data-options.js';
import type { DataPlace } from './data-place.js';
import type { Io } from './io.js';
import { refuseOverwriting } from './refuse-overwriting.js';

/** What is to be done to data, and where it goes. */
export interface FixRequest {
  /** Absolute; absent in a dry run without --out. */
  readonly out?: string;
  readonly scalerFile?: string;
  readonly changesFile?: string;
  readonly steps?: ReturnType<typeof readSteps>;
  readonly applied?: Scaler;
  readonly invert: boolean;
  readonly isDryRun: boolean;
}

/**
 * Reads what is asked for before any data are: null where nothing is.
 * @throws GradcheckError `usage`
 */
export function readFixRequest(place: DataPlace, options: AllDataOptions, io: Io): FixRequest | null {
  const { fix, apply, out, invert = false, dryRun = false } = options;
  const refuse = (message: string, hint: string): never => {
    throw new GradcheckError('usage', message, { hint });
  };
  if (fix && apply !== undefined)
    refuse('--fix and --apply exclude each other', 'a scaler holds the steps that it applies');
  if (invert && apply === undefined) refuse('--invert needs a scaler', 'name it with --apply');
  if (!fix && apply === undefined) {
    if (out !== undefined) refuse('--out is there, but nothing to be done', 'name remedies: --fix impute,standardize');
    if (dryRun) refuse('--dry-run is there, but nothing to be done', 'name remedies: --fix impute,standardize');
    return null;
  }
  if (out === undefined && !dryRun)
    refuse(
      '--out is missing: the input is never overwritten',
      'name the file to write, as in --out clean.csv, or say --dry-run',
    );
  const files = out === undefined ? {} : namesOf(resolve(io.cwd(), out), apply !== undefined);
  const inputs = [place.file, ...(apply === undefined ? [] : [resolve(io.cwd(), apply)])];
  refuseOverwriting(Object.values(files), inputs, io);
  return { ...files, ...readWork(options, io), invert, isDryRun: dryRun };
}

function namesOf(out: string, isApplied: boolean): Pick<FixRequest, 'out' | 'scalerFile' | 'changesFile'> {
  return { out, ...(isApplied ? {} : { scalerFile: `${out}.scaler.json` }), changesFile: `${out}.changes.jsonl` };
}

function readWork({ fix, apply }: AllDataOptions, io: Io): Pick<FixRequest, 'steps' | 'applied'> {
  if (fix) return { steps: readSteps(fix) };
  const file = resolve(io.cwd(), apply!);
  if (!existsSync(file)) throw new GradcheckError('file-not-found', `there is no file ${apply}`);
  return { applied: readScaler(readFileSync(file, 'utf8'), displayName(file, io.cwd())) };
}

/** Does what was asked for to the rows of a source, and tells what was done. */
export async function fixData(
  request: FixRequest,
  { source, table, target, display }: { source: RowSource; table: DataTable; target: string | null; display: string },
  { decimal = '.' }: AllDataOptions,
  io: Io,
): Promise<FixReport> {
  const { applied, isDryRun, invert, out, scalerFile, changesFile } = request;
  if (applied) refuseOtherColumns(table, applied, display);
  const { steps, dropped, notes } = applied
    ? { steps: applied.steps, dropped: invert ? new Uint8Array(table.rows) : dropRows(table, applied.steps), notes: [] }
    : fitSteps(table, request.steps!, target);
  const scaler = makeScaler(table, target, steps);
  const files = isDryRun ? {} : { out, scalerFile, changesFile };
  const written = await writeFixed(source, table, { steps, dropped, invert, decimal, scaler, ...files });
  const conditionNumberAfter = written.table ? conditionOf(written.table, target) : null;
  written.close();
  const nameOf = (file: string | undefined): string | null => (file === undefined ? null : displayName(file, io.cwd()));
  return {
    steps: applied ? wordApplied(steps, invert) : request.steps!.map(writeStep),
    isDryRun,
    rowsBefore: table.rows,
    rowsAfter: written.rows,
    changedCells: written.changedCells,
    lostCells: sum(written.lostCells.values()),
    out: nameOf(out),
    scaler: nameOf(scalerFile),
    changes: nameOf(changesFile),
    conditionNumberAfter,
    notes: [...notes, ...wordLostCells(written.lostCells), ...(invert ? wordLost(steps) : [])],
  };
}

function sum(counts: Iterable<number>): number {
  return [...counts].reduce((total, count) => total + count, 0);
}

function wordLostCells(lost: ReadonlyMap<string, number>): string[] {
  if (lost.size === 0) return [];
  const parts = Array.from(lost, ([column, count]) => `${column} ${count}`);
  return [
    `${quantity(sum(lost.values()), 'number')} for which a step has none, as a logarithm of what is not positive, or numbers beyond float64: ` +
      `${listNames(parts)}; the cells are left empty`,
  ];
}

function wordApplied(steps: readonly FittedStep[], invert: boolean): string[] {
  const names = steps.map(({ name }) => name);
  return invert
    ? names
        .toReversed()
        .filter((name) => !LOST.has(name))
        .map((name) => `${name} taken back`)
    : names;
}

/** Steps that lose something. */
const LOST: ReadonlySet<string> = new Set(['impute', 'drop', 'drop-columns', 'dedupe', 'clip']);

function wordLost(steps: readonly FittedStep[]): string[] {
  const lost = [...new Set(steps.map(({ name }) => name))].filter((name) => LOST.has(name));
  return lost.length === 0 ? [] : [`what these steps took away is gone, and cannot be put back: ${lost.join(', ')}`];
}
