import type { Detector, Evidence } from '../evidence.js';
import { writeStep } from '../fix/steps.js';
import type { Finding } from '../types.js';
import { listNames, percent } from '../words.js';

/**
 * A column that is nearly constant: the most frequent value stands there 19 times as often as the next, and at most a
 * tenth of the values are different (Kuhn 2008, the rule of nearZeroVar in caret).
 */
const FREQUENCY_RATIO = 19;
const MOST_DISTINCT = 0.1;
/** Fewer rows do not tell: one other in 20 may be one in 5 of a longer table. */
const FEWEST_ROWS = 40;

interface Frequencies {
  readonly name: string;
  readonly count: number;
  readonly distinct: number;
  readonly most: number;
  readonly next: number;
}

/** Columns in which all values, or nearly all, are the same: they tell nothing, and make the design singular. */
export const findConstants: Detector = (evidence) => {
  const { table, target } = evidence;
  const measured = table.columns.map((_, column) => measureFrequencies(evidence, column));
  const features = measured.flatMap((found, column) => (found && column !== target ? [found] : []));
  const label = target === null ? null : measured[target];
  return [
    ...tellConstant(features.filter(isConstant)),
    ...(label && isConstant(label) ? tellConstantTarget(label) : []),
    ...tellNearlyConstant(features.filter(isNearlyConstant)),
  ];
};

function isConstant({ distinct, count }: Frequencies): boolean {
  return distinct === 1 && count > 1;
}

function isNearlyConstant({ count, distinct, most, next }: Frequencies): boolean {
  return count >= FEWEST_ROWS && distinct > 1 && most >= FREQUENCY_RATIO * next && distinct <= MOST_DISTINCT * count;
}

function tellConstant(found: readonly Frequencies[]): Finding[] {
  if (found.length === 0) return [];
  const names = found.map(({ name }) => name);
  return [
    {
      ...columnsOf(found),
      code: 'constant',
      message: `the same value in every row: ${listNames(names)}; it repeats the bias, and makes the condition number infinite`,
      advice: `leave it out: --fix ${names.map((column) => writeStep({ name: 'drop', column })).join(',')}`,
    },
  ];
}

function tellConstantTarget(label: Frequencies): Finding[] {
  return [
    {
      ...columnsOf([label]),
      code: 'constant',
      message: `the target is the same in every row: ${label.name}; the bias alone predicts it, and nothing can be learned from the features`,
      advice: 'is it the column to be predicted, and are all rows there? --target names another',
    },
  ];
}

function tellNearlyConstant(found: readonly Frequencies[]): Finding[] {
  if (found.length === 0) return [];
  const parts = found.map(({ name, most, count }) => `${name} (${percent(most, count)})`);
  return [
    {
      ...columnsOf(found),
      code: 'near-constant',
      message: `nearly the same value in every row: ${listNames(parts)}`,
      advice: 'the few other rows alone decide on its weight: leave it out, or make sure that they are right',
    },
  ];
}

function columnsOf(found: readonly Frequencies[]): Pick<Finding, 'columns' | 'rows' | 'count' | 'level'> {
  return { columns: found.map(({ name }) => name), rows: [], count: found.length, level: 'warn' };
}

function measureFrequencies({ table, summaries }: Evidence, column: number): Frequencies | null {
  const { name, type, counts } = table.columns[column];
  if (type === 'empty') return null;
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
