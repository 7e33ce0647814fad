import type { Detector, Evidence } from '../evidence.js';
import type { Labels } from '../labels.js';
import { correlate } from '../correlation.js';
import { figure, listNames } from '../words.js';

/** A correlation with the target above this is too good to be honest. */
const LEAST_CORRELATION = 0.99;
/** Of fewer rows a high correlation may be chance. */
const FEWEST_ROWS = 10;
/** A column of texts that tells the class needs categories that come again. */
const LEAST_REPEATS = 5;

/** Features that tell the target, as if they were made from it. */
export const findLeakage: Detector = (evidence) => {
  const { table, target, labels, features, summaries } = evidence;
  if (target === null || !labels || table.rows < FEWEST_ROWS) return [];
  const numeric = features.filter((column) => summaries[column]!.sd > 0);
  const suspects = [
    ...numeric.map((column) => ({ column, strength: correlateWithLabels(table.numbers(column), labels) })),
    ...textColumns(evidence).map((column) => ({ column, strength: associate(evidence, column) })),
  ]
    .filter(({ strength }) => strength > LEAST_CORRELATION)
    .sort((a, b) => a.column - b.column)
    .map(({ column, strength }) => ({ name: table.columns[column].name, strength }));
  if (suspects.length === 0) return [];
  return [
    {
      code: 'leakage',
      level: 'warn',
      columns: suspects.map(({ name }) => name),
      rows: [],
      count: suspects.length,
      message: `tells ${table.columns[target].name} almost by itself: ${listNames(suspects.map(({ name, strength }) => `${name} (correlation ${figure(strength)})`))}`,
      advice: 'is it known before the target is? If it is made from it, leave it out',
    },
  ];
};

/** |Pearson's r| with numbers and with two classes; with more classes the correlation ratio η. */
function correlateWithLabels(values: Float64Array, labels: Labels): number {
  if (labels.kind === 'numbers') return Math.abs(correlate(values, labels.values));
  const { codes, categories } = labels;
  const sums = new Float64Array(categories.length);
  const counts = new Float64Array(categories.length);
  let total = 0;
  let count = 0;
  values.forEach((value, row) => {
    if (value !== value || codes[row] < 0) return;
    sums[codes[row]] += value;
    counts[codes[row]]++;
    total += value;
    count++;
  });
  // Where each row is a class of its own, η is 1 whatever the values.
  if (count < LEAST_REPEATS * categories.length) return 0;
  const mean = total / count;
  let within = 0;
  let all = 0;
  values.forEach((value, row) => {
    if (value !== value || codes[row] < 0) return;
    within += (value - sums[codes[row]] / counts[codes[row]]) ** 2;
    all += (value - mean) ** 2;
  });
  return all > 0 ? Math.sqrt(Math.max(0, 1 - within / all)) : 0;
}

function textColumns({ table, target }: Evidence): number[] {
  return table.columns.flatMap(({ type }, column) => (type === 'text' && column !== target ? [column] : []));
}

/** Share of the rows whose class is the most frequent one of their category, rid of what guessing gives (λ, 0 to 1). */
function associate({ table, labels }: Evidence, column: number): number {
  if (labels?.kind !== 'classes' || labels.categories.length < 2) return 0;
  const found = table.categories(column, Math.floor(table.rows / LEAST_REPEATS));
  if (!found) return 0;
  const width = labels.categories.length;
  const counts = new Float64Array(found.categories.length * width);
  let rows = 0;
  found.codes.forEach((code, row) => {
    if (code < 0 || labels.codes[row] < 0) return;
    counts[code * width + labels.codes[row]]++;
    rows++;
  });
  const told = found.categories.reduce(
    (sum, _, i) => sum + Math.max(...counts.subarray(i * width, (i + 1) * width)),
    0,
  );
  const guessed = Math.max(...labels.categories.map(({ count }) => count));
  return rows > guessed ? Math.max(0, (told - guessed) / (rows - guessed)) : 0;
}
