import type { Detector } from '../evidence.js';
import { RowSet } from '../rows.js';
import { figure, listNames, percent, quantity } from '../words.js';

/** The largest class is so many times the size of another: 90 to 10 is imbalance, 88 to 12 is not. */
const LEAST_RATIO = 9;

/** Classes that are rare beside the largest. */
export const findImbalance: Detector = ({ table, target, labels }) => {
  if (target === null || labels?.kind !== 'classes' || labels.categories.length < 2) return [];
  const { codes, categories } = labels;
  const largest = Math.max(...categories.map(({ count }) => count));
  const isRare = categories.map(({ count }) => largest >= LEAST_RATIO * count);
  const rare = categories.filter((_, i) => isRare[i]);
  if (rare.length === 0) return [];
  const rows = new RowSet(table.rows);
  codes.forEach((code, row) => {
    if (code >= 0 && isRare[code]) rows.add(row);
  });
  const smallest = Math.min(...rare.map(({ count }) => count));
  const named = rare.map(({ name, count }) => `${name} (${count}, ${percent(count, table.rows)})`);
  return [
    {
      code: 'imbalance',
      level: 'warn',
      columns: [table.columns[target].name],
      rows: rows.list(),
      count: rows.count,
      message: `the largest class has ${figure(largest / smallest)} times the rows of the smallest; rare: ${listNames(named)}`,
      advice: `a mini-batch of 32 holds ${figure((32 * smallest) / table.rows)} rows of the smallest class: weight the classes, or draw batches by class (${quantity(categories.length, 'class', 'classes')})`,
    },
  ];
};
