import { CELL, readTextCell, readTypedCell, type Decimal, type ReadCell } from '../cell.js';
import type { FittedStep } from './steps.js';
import { inverseStep, pathOf, usableValue, type ColumnPath, type FixedValue } from './transform-cell.js';

/** A cell that was changed by itself, not with its column as a whole. */
export interface CellChange {
  readonly row: number;
  readonly column: string;
  readonly from: unknown;
  /** Null where a step has no number for what stood there, as log for −1: the cell is empty then. */
  readonly to: number | string | null;
  readonly by: FittedStep['name'];
}

export interface FixerOptions {
  readonly cells: 'text' | 'typed';
  readonly decimal: Decimal;
  readonly steps: readonly FittedStep[];
  /** Takes the steps back, the last one first, as far as they can be. */
  readonly invert?: boolean;
  readonly onChange: (change: CellChange) => void;
}

interface FixedColumn {
  readonly name: string;
  readonly place: number;
  readonly path: ColumnPath;
}

/** Does the steps to one row after the other. */
export class RowFixer {
  /** Names of the columns that are left. */
  readonly names: readonly string[];
  changedCells = 0;
  /** Cells that a step has no number for: how many, by column. */
  readonly lostCells = new Map<string, number>();
  readonly #columns: readonly FixedColumn[];
  readonly #inverse: readonly (readonly InverseStep[])[];
  readonly #cell: ReadCell = { kind: CELL.missing, value: NaN, text: '' };

  constructor(
    columns: readonly { readonly name: string; readonly type: string }[],
    private readonly options: FixerOptions,
  ) {
    const { steps, invert = false } = options;
    const gone = new Set(
      steps.flatMap((step) => (step.name === 'drop-columns' && !invert ? Object.keys(step.columns) : [])),
    );
    this.#columns = columns.flatMap(({ name, type }, place) =>
      gone.has(name) ? [] : [{ name, place, path: pathOf(name, type === 'text' ? 'text' : 'number', steps) }],
    );
    this.names = this.#columns.map(({ name }) => name);
    this.#inverse = this.#columns.map(({ name }) =>
      invert ? steps.toReversed().flatMap((step) => inverseOf(name, step)) : [],
    );
  }

  /** The cells of a row as they are to be written: a changed one as number or text, any other as it was. */
  fix(row: ArrayLike<unknown>, at: number): unknown[] {
    return this.#columns.map((column, j) => {
      const raw = row[column.place];
      this.#read(raw);
      const before = usableValue(this.#cell, column.path.type);
      const after = this.options.invert ? this.#takeBack(before, j, at) : this.#walk(before, raw, column, at);
      if (after === before || (after === null && before === null)) return this.#asWritten(raw);
      this.changedCells++;
      return after;
    });
  }

  #read(raw: unknown): void {
    if (this.options.cells === 'text') readTextCell(raw as string, this.options.decimal, this.#cell);
    else readTypedCell(raw, this.#cell);
  }

  /** Numbers with decimal commas become plain ones; anything else stays digit for digit. */
  #asWritten(raw: unknown): unknown {
    return this.options.decimal === ',' && this.#cell.kind === CELL.number ? this.#cell.value : raw;
  }

  #walk(before: FixedValue, raw: unknown, { name, path }: FixedColumn, row: number): FixedValue {
    let value = before;
    for (const step of path.steps) {
      if (!step || step.kind === 'require') continue;
      if (step.kind === 'impute') {
        if (value !== null) continue;
        value = step.value;
        this.options.onChange({ row, column: name, from: raw ?? null, to: value, by: 'impute' });
      } else if (typeof value === 'number') {
        const mapped = step.map(value);
        if (!Number.isFinite(mapped)) {
          value = this.#lose(row, name, value, step.by);
          continue;
        }
        if (step.kind === 'clip' && mapped !== value)
          this.options.onChange({ row, column: name, from: value, to: mapped, by: 'clip' });
        value = mapped;
      }
    }
    return value;
  }

  #lose(row: number, column: string, from: number, by: FittedStep['name']): null {
    this.lostCells.set(column, (this.lostCells.get(column) ?? 0) + 1);
    this.options.onChange({ row, column, from, to: null, by });
    return null;
  }

  #takeBack(before: FixedValue, column: number, row: number): FixedValue {
    if (typeof before !== 'number') return before;
    let value = before;
    for (const { map, by } of this.#inverse[column]) {
      const mapped = map(value);
      if (!Number.isFinite(mapped)) return this.#lose(row, this.names[column], value, by);
      value = mapped;
    }
    return value;
  }
}

interface InverseStep {
  readonly map: (value: number) => number;
  readonly by: FittedStep['name'];
}

function inverseOf(name: string, step: FittedStep): InverseStep[] {
  if (!('columns' in step) || !Object.hasOwn(step.columns, name)) return [];
  const inverse = inverseStep(name, step);
  return inverse ? [{ map: inverse, by: step.name }] : [];
}
