import type { Detector, Evidence } from '../evidence.js';
import { upperChiSquareQuantile } from '../normal-distribution.js';
import { MOST_LISTED, RowSet } from '../rows.js';
import type { CellPlace, Finding } from '../types.js';
import { figure, listNames, quantity } from '../words.js';

/** Numbers far beyond the others of their column. */
export const findOutliers: Detector = (evidence) => {
  const { table, summaries } = evidence;
  const rows = new RowSet(table.rows);
  const cells: CellPlace[] = [];
  const columns: string[] = [];
  const parts: string[] = [];
  summaries.forEach((summary, column) => {
    if (!summary) return;
    const { lower, upper } = summary.fences;
    if (summary.min >= lower && summary.max <= upper) return;
    const { name } = table.columns[column];
    let count = 0;
    let worst = summary.median;
    table.numbers(column).forEach((value, row) => {
      if (!(value < lower || value > upper)) return;
      count++;
      rows.add(row);
      if (Math.abs(value - summary.median) > Math.abs(worst - summary.median)) worst = value;
      if (cells.length < MOST_LISTED) cells.push({ row, column: name, value });
    });
    columns.push(name);
    parts.push(`${name} ${count} (${figure(worst)}, where the median is ${figure(summary.median)})`);
  });
  if (columns.length === 0) return findFarRows(evidence);
  return [
    {
      code: 'outlier',
      level: 'warn',
      columns,
      rows: rows.list(),
      count: rows.count,
      cells,
      message: `${quantity(rows.count, 'row')} with numbers far beyond the others: ${listNames(parts)}`,
      advice:
        'standardising squeezes all other rows of the column together: mend the number, or --fix robust, or --fix clip',
    },
  ];
};

/** Share of tables of normal rows in which one may be called far. */
const FALSE_ALARMS = 0.01;
/** Rows that are not quite normal reach farther: a squared distance must be so many times that of the farthest normal one. */
const MARGIN = 2;
/** It is the columns together that are odd where the squared distance is so many times the sum of squared z-scores. */
const LEAST_JOINT = 4;
/** Of fewer rows for each column, the distances say more of the rows than of the table. */
const LEAST_ROWS_PER_COLUMN = 10;

/**
 * Rows that are ordinary in each column and far from the others all the same, by Mahalanobis' distance, which is the
 * length of the row in the metric of the design: its leverage. Only where no column has heavy tails.
 */
function findFarRows({ table, summaries, design }: Evidence): Finding[] {
  const { features, standardized } = design;
  const { r, rows: complete } = standardized;
  const isHeavy = features.some(({ column }) => summaries[column]!.tails.isHeavy);
  if (features.length < 2 || isHeavy || complete < LEAST_ROWS_PER_COLUMN * features.length || design.stride > 1)
    return [];
  const fence = MARGIN * upperChiSquareQuantile(features.length, FALSE_ALARMS / complete);
  const rows = new RowSet(table.rows);
  let worst = 0;
  const row = new Float64Array(features.length + 1);
  for (let block = 0; block < table.blocks; block++) {
    const columns = features.map(({ column }) => table.blockNumbers(column, block));
    const length = Math.min(table.blockRows, table.rows - block * table.blockRows);
    for (let i = 0; i < length; i++) {
      row[0] = 1;
      features.forEach(({ centre, scale }, j) => (row[j + 1] = (columns[j][i] - centre) / scale));
      const distance = complete * leverage(r, row) - 1;
      if (!(distance > fence) || distance < LEAST_JOINT * sumOfSquares(row.subarray(1))) continue;
      rows.add(block * table.blockRows + i);
      worst = Math.max(worst, distance);
    }
  }
  if (rows.count === 0) return [];
  return [
    {
      code: 'outlier',
      level: 'warn',
      columns: features.map(({ column }) => table.columns[column].name),
      rows: rows.list(),
      count: rows.count,
      message:
        `${quantity(rows.count, 'row')} ordinary in each column, but not in how the columns go together: ` +
        `up to ${figure(Math.sqrt(worst))} standard deviations from the middle, where ${figure(Math.sqrt(fence))} is the limit`,
      advice: 'look at these rows: numbers may stand in each other’s place, or be of another unit',
    },
  ];
}

function sumOfSquares(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value * value, 0);
}

/** ‖R⁻ᵀx‖², by forward substitution; NaN or infinite where R is singular, which is never far. */
function leverage(r: readonly Float64Array[], row: Float64Array): number {
  const solved = row.slice();
  let squares = 0;
  for (let k = 0; k < solved.length; k++) {
    let value = solved[k];
    for (let i = 0; i < k; i++) value -= r[k][i] * solved[i];
    solved[k] = value / r[k][k];
    squares += solved[k] ** 2;
  }
  return squares;
}
