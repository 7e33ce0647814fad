import { STEPS_IN_A_ROW } from './alarms/detector.js';

/** For each row and column of a matrix, the steps in a row in which its gradient was exactly 0. Plain data. */
export interface LineStreaks {
  readonly rows: number[];
  readonly columns: number[];
}

export function createLineStreaks(rows: number, columns: number): LineStreaks {
  return { rows: Array<number>(rows).fill(0), columns: Array<number>(columns).fill(0) };
}

export function hasExtent({ rows, columns }: LineStreaks, [height, width]: readonly number[]): boolean {
  return rows.length === height && columns.length === width;
}

/** Takes a step in. A line that is not 0 is known by one of its first entries: the whole costs little. */
export function extendLineStreaks(
  { rows, columns }: LineStreaks,
  entry: (row: number, column: number) => number,
): void {
  for (let row = 0; row < rows.length; row++) {
    let column = 0;
    while (column < columns.length && entry(row, column) === 0) column++;
    rows[row] = column === columns.length ? rows[row] + 1 : 0;
  }
  for (let column = 0; column < columns.length; column++) {
    let row = 0;
    while (row < rows.length && entry(row, column) === 0) row++;
    columns[column] = row === rows.length ? columns[column] + 1 : 0;
  }
}

/** No line of a matrix without zeros is 0. */
export function breakLineStreaks({ rows, columns }: LineStreaks): void {
  rows.fill(0);
  columns.fill(0);
}

/** The lines that have been 0 long enough to be called dead. */
export function findDeadLines({ rows, columns }: LineStreaks): { deadRows?: number[]; deadColumns?: number[] } {
  const [deadRows, deadColumns] = [rows, columns].map(pickDead);
  return {
    ...(deadRows.length > 0 ? { deadRows } : {}),
    ...(deadColumns.length > 0 ? { deadColumns } : {}),
  };
}

function pickDead(streaks: readonly number[]): number[] {
  return streaks.flatMap((steps, line) => (steps >= STEPS_IN_A_ROW ? [line] : []));
}
