import { conditionAfter, SCALINGS } from '../design.js';
import type { Detector, Evidence } from '../evidence.js';
import type { NumberSummary } from '../column-summary.js';
import { figure, listNames } from '../words.js';

/**
 * A ratio of standard deviations above this makes a condition index above 30, which Belsley, Kuh and Welsch (1980) call
 * strong: the condition number is its square.
 */
const LARGEST_SPREAD = 30;

/** Means so many standard deviations from zero: of a column with unit spread, the condition number beside the bias is that to the fourth. */
const LARGEST_OFFSET = 10;

/** Columns of very different spread. */
export const findScaleSpread: Detector = (evidence) => {
  const columns = spreadColumns(evidence);
  const sds = columns.map(({ summary }) => summary.sd);
  const [least, most] = [Math.min(...sds), Math.max(...sds)];
  if (!(most > LARGEST_SPREAD * least)) return [];
  const extremes = columns
    .filter(({ summary }) => most > LARGEST_SPREAD * summary.sd || summary.sd > LARGEST_SPREAD * least)
    .sort((a, b) => a.column - b.column);
  const nameOf = (sd: number): string => columns.find(({ summary }) => summary.sd === sd)!.name;
  return [
    {
      code: 'scale-spread',
      level: 'warn',
      columns: extremes.map(({ name }) => name),
      rows: [],
      count: extremes.length,
      message:
        `standard deviations from ${figure(least)} (${nameOf(least)}) to ${figure(most)} (${nameOf(most)}): ` +
        `the steps that suit one column are too long or too short for another${wordGain(evidence)}`,
      advice: '--fix standardize, or robust where there are outliers',
    },
  ];
};

/** Columns far from zero. */
export const findUncentred: Detector = (evidence) => {
  const far = spreadColumns(evidence).filter(({ summary }) => Math.abs(summary.mean) > LARGEST_OFFSET * summary.sd);
  if (far.length === 0) return [];
  const parts = far.map(({ name, summary }) => `${name} (${figure(Math.abs(summary.mean) / summary.sd)})`);
  return [
    {
      code: 'uncentred',
      level: 'warn',
      columns: far.map(({ name }) => name),
      rows: [],
      count: far.length,
      message: `the mean is many standard deviations from zero, so that the column is almost a second bias: ${listNames(parts)}${wordGain(evidence)}`,
      advice: '--fix standardize takes the mean away',
    },
  ];
};

interface Spread {
  readonly column: number;
  readonly name: string;
  readonly summary: NumberSummary;
}

function spreadColumns({ table, summaries, features }: Evidence): Spread[] {
  return features
    .map((column) => ({ column, name: table.columns[column].name, summary: summaries[column]! }))
    .filter(({ summary }) => summary.sd > 0);
}

/** What standardising does to the condition number. */
function wordGain({ design, summaries }: Evidence): string {
  const [before, after] = [SCALINGS.raw, SCALINGS.standardize].map((scaling) =>
    conditionAfter(design, summaries, scaling),
  );
  if (!before || !after) return '';
  return `; condition number ${figure(before.conditionNumber)}, standardised ${figure(after.conditionNumber)}`;
}
