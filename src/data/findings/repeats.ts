import type { Detector, Evidence } from '../evidence.js';
import { groupEqual, hashRows } from '../row-hashes.js';
import { RowSet } from '../rows.js';
import type { DataTable } from '../table.js';
import { listNames, percent, quantity } from '../words.js';

/** Chance explains so many repeats where it makes as many or more in this share of tables. */
const CHANCE = 0.03;
/** Above this mean a Poisson variable is nearly normal, and exceeds so many deviations with that probability. */
const LARGEST_MEAN = 100;
const DEVIATIONS = 1.88;
/** More different texts are no categories: hardly two rows have the same. */
const MOST_CATEGORIES = 10_000;

/** Rows that are equal to an earlier one in every column: the repeats are listed, not the first of them. */
export const findDuplicates: Detector = (evidence) => {
  const { table } = evidence;
  const groups = groupEqual(
    hashRows(
      table,
      table.columns.map((_, column) => column),
    ),
  );
  if (groups.length === 0) return [];
  const repeats = new RowSet(table.rows);
  for (const group of groups) for (const row of group.subarray(1)) repeats.add(row);
  const isExpected = isByChance(repeats.count, expectedPairs(evidence));
  return [
    {
      code: 'duplicate-rows',
      level: isExpected ? 'note' : 'warn',
      columns: table.columns.map(({ name }) => name),
      rows: repeats.list(),
      count: repeats.count,
      message:
        `${quantity(repeats.count, 'row')} equal to an earlier one in every column (${percent(repeats.count, table.rows)})` +
        (isExpected ? ', as is to be expected of so few different values' : ''),
      advice:
        'a row that is there twice counts twice in the gradient, and may stand on both sides of a split: --fix dedupe',
    },
  ];
};

/** Whether a Poisson variable is as large as that, or larger, with a probability above CHANCE. */
function isByChance(count: number, mean: number): boolean {
  if (mean > LARGEST_MEAN) return count < mean + DEVIATIONS * Math.sqrt(mean);
  let term = Math.exp(-mean);
  let below = 0;
  for (let k = 0; k < count && below < 1 - CHANCE; k++, term *= mean / k) below += term;
  return 1 - below > CHANCE;
}

/** Pairs of equal rows that there would be if the columns had nothing to do with each other. */
function expectedPairs({ table, summaries }: Evidence): number {
  const pairs = (table.rows * (table.rows - 1)) / 2;
  return table.columns.reduce((expected, { counts }, column) => {
    const equal = summaries[column]?.equalPairs ?? countEqualPairs(table, column);
    return expected * Math.min(1, (equal + (counts.missing * (counts.missing - 1)) / 2) / pairs);
  }, pairs);
}

function countEqualPairs(table: DataTable, column: number): number {
  const found = table.categories(column, MOST_CATEGORIES);
  return found ? found.categories.reduce((sum, { count }) => sum + (count * (count - 1)) / 2, 0) : 0;
}

/** Rows with equal features and different classes: no model can be right on all of them. */
export const findContradictions: Detector = ({ table, target, labels }) => {
  if (target === null || labels?.kind !== 'classes') return [];
  const features = table.columns.map((_, column) => column).filter((column) => column !== target);
  if (features.length === 0) return [];
  const { codes, categories } = labels;
  const rows = new RowSet(table.rows);
  const groups = groupEqual(hashRows(table, features)).filter((group) => {
    const known = group.filter((row) => codes[row] >= 0);
    return known.some((row) => codes[row] !== codes[known[0]]);
  });
  if (groups.length === 0) return [];
  for (const group of groups) for (const row of group) if (codes[row] >= 0) rows.add(row);
  const [first] = groups;
  const named = [...new Set([...first].filter((row) => codes[row] >= 0).map((row) => categories[codes[row]].name))];
  return [
    {
      code: 'contradicting-labels',
      level: 'error',
      columns: [table.columns[target].name],
      rows: rows.list(),
      count: rows.count,
      message:
        `${quantity(rows.count, 'row')} in ${quantity(groups.length, 'group')} of equal features have different labels, ` +
        `such as rows ${[...first].slice(0, 4).join(', ')}: ${listNames(named)}`,
      advice: 'their gradients pull against each other and never vanish: find out which label is right',
    },
  ];
};
