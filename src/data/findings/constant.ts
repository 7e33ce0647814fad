import type { Detector } from '../evidence.js';
import { writeStep } from '../fix/steps.js';
import type { Finding } from '../types.js';
import { listNames, percent } from '../words.js';

/**
 * A column that is nearly constant: the most frequent value stands there 19 times as often as the next, and at most a
 * tenth of the values are different (Kuhn 2008, the rule of nearZeroVar in caret).
 */
const FREQUENCY_RATIO = 19;
const MOST_DISTINCT = 0.1;

interface Frequencies {
  readonly name: string;
  readonly count: number;
  readonly distinct: number;
  readonly most: number;
  readonly next: number;
}

/** Columns in which all values, or nearly all, are the same: they tell nothing, and make the design singular. */
export const findConstants: Detector = (evidence) => {
  const columns = evidence.table.columns.flatMap((_, column) => measureFrequencies(evidence, column) ?? []);
  const constant = columns.filter(({ distinct, count }) => distinct === 1 && count > 1);
  const near = columns.filter(
    ({ count, distinct, most, next }) =>
      distinct > 1 && most >= FREQUENCY_RATIO * next && distinct <= MOST_DISTINCT * count,
  );
  const shared = (found: readonly Frequencies[]): Pick<Finding, 'columns' | 'rows' | 'count'> => ({
    columns: found.map(({ name }) => name),
    rows: [],
    count: found.length,
  });
  return [
    ...(constant.length === 0
      ? []
      : [
          {
            ...shared(constant),
            code: 'constant',
            level: 'warn',
            message: `the same value in every row: ${listNames(constant.map(({ name }) => name))}; it repeats the bias, and makes the condition number infinite`,
            advice: `leave it out: --fix ${constant.map(({ name }) => writeStep({ name: 'drop', column: name })).join(',')}`,
          } as const,
        ]),
    ...(near.length === 0
      ? []
      : [
          {
            ...shared(near),
            code: 'near-constant',
            level: 'warn',
            message: `nearly the same value in every row: ${listNames(near.map(({ name, most, count }) => `${name} (${percent(most, count)})`))}`,
            advice: 'the few other rows alone decide on its weight: leave it out, or make sure that they are right',
          } as const,
        ]),
  ];
};

function measureFrequencies({ table, summaries, target }: Parameters<Detector>[0], column: number): Frequencies | null {
  const { name, type, counts } = table.columns[column];
  if (column === target || type === 'empty') return null;
  const summary = summaries[column];
  if (summary) {
    const [, most, next] = summary.modes;
    return { name, count: summary.count, distinct: summary.distinct, most, next };
  }
  const count = counts.texts + counts.numbers + counts.nonFinite;
  const found = table.categories(column, Math.max(1, Math.floor(MOST_DISTINCT * count)));
  if (!found) return null;
  const sorted = found.categories.map((category) => category.count).sort((a, b) => b - a);
  return { name, count, distinct: sorted.length, most: sorted[0], next: sorted[1] ?? 0 };
}
