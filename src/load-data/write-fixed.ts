import type { Decimal } from '../data/cell.js';
import { RowFixer, type CellChange } from '../data/fix/row-fixer.js';
import type { Scaler } from '../data/fix/scaler.js';
import { isScaling, type FittedStep } from '../data/fix/steps.js';
import { TableBuilder } from '../data/table-builder.js';
import type { DataTable } from '../data/table.js';
import type { RowSource } from './row-source.js';
import { rowWriter } from './row-writer.js';
import { SpillingBlockStore } from './spilling-block-store.js';
import { TextFile } from './text-file.js';

export interface WriteOptions {
  readonly steps: readonly FittedStep[];
  /** For each row 0, or the place from 1 of the step that left it out. */
  readonly dropped: Uint8Array;
  readonly invert: boolean;
  readonly decimal: Decimal;
  readonly scaler: Scaler;
  /** Files to be written; where they are absent, it is only counted. */
  readonly out?: string;
  readonly scalerFile?: string;
  readonly changesFile?: string;
}

export interface Written {
  readonly rows: number;
  readonly changedCells: number;
  /** Cells that a step has no number for, by column: they are empty. */
  readonly lostCells: ReadonlyMap<string, number>;
  /** What was written; null where that is no row. */
  readonly table: DataTable | null;
  readonly close: () => void;
}

/** Reads the rows once more, and writes them as the steps make them; files appear only when all are whole. */
export async function writeFixed(source: RowSource, table: DataTable, options: WriteOptions): Promise<Written> {
  const { steps, dropped, invert, decimal, scaler, out, scalerFile, changesFile } = options;
  const { cells } = source;
  const files: TextFile[] = [];
  const open = (path: string | undefined): TextFile | undefined => {
    if (path === undefined) return undefined;
    const file = new TextFile(path);
    files.push(file);
    return file;
  };
  const store = new SpillingBlockStore();
  try {
    let changes: TextFile | undefined;
    const tellChange = (change: object): void => changes?.write(`${JSON.stringify(change, writeInteger)}\n`);
    const fixer = new RowFixer(table.columns, {
      cells,
      decimal,
      steps,
      invert,
      onChange: (change: CellChange) => tellChange(change),
    });
    const writer =
      out === undefined
        ? undefined
        : rowWriter(out, { names: fixer.names, delimiter: source.delimiter, decimal, cells });
    const output = open(out);
    changes = open(changesFile);
    for (const change of columnChanges(steps, invert)) tellChange(change);
    const builder = new TableBuilder(fixer.names, { cells: cells === 'text' ? 'mixed' : 'typed', decimal, store });
    let row = 0;
    output?.write(writer!.start());
    for await (const batch of source.batches())
      for (const given of batch) {
        const at = row++;
        if (dropped[at] > 0) {
          tellChange({ row: at, by: steps[dropped[at] - 1].name });
          continue;
        }
        const fixed = fixer.fix(given, at);
        builder.push(fixed);
        output?.write(writer!.row(fixed));
      }
    output?.write(writer!.end());
    open(scalerFile)?.write(`${JSON.stringify(scaler, null, 2)}\n`);
    for (const file of files.splice(0)) file.finish();
    return {
      rows: builder.rows,
      changedCells: fixer.changedCells,
      lostCells: fixer.lostCells,
      table: builder.rows > 0 ? builder.finish() : null,
      close: () => store.close(),
    };
  } catch (error) {
    for (const file of files) file.discard();
    store.close();
    throw error;
  }
}

/** JSON knows no bigint; its digits say what it was. */
function writeInteger(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}

/** Steps that change columns as a whole: one line for each column. */
function columnChanges(steps: readonly FittedStep[], invert: boolean): object[] {
  return steps
    .filter((step) => isScaling(step.name) || step.name === 'log' || step.name === 'drop-columns')
    .flatMap((step) =>
      'columns' in step
        ? Object.entries(step.columns).map(([column, numbers]) => ({
            column,
            by: step.name,
            ...numbers,
            ...(invert && { inverted: true }),
          }))
        : [],
    );
}
