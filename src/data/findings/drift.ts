import type { Detector } from '../evidence.js';
import { upperChiSquareQuantile } from '../normal-distribution.js';
import { rankValues } from '../ranks.js';
import { figure, listNames } from '../words.js';

const PARTS = 10;
/** Fewer rows in a part say too little. */
const FEWEST_ROWS = 5;
/** Share of steady tables in which some column may be said to drift. */
const FALSE_ALARMS = 1e-3;
/** More rows make no better test. */
const MOST_ROWS = 100_000;
/** Share of the variance of ranks that lies between parts: less is there, but does not matter. */
const LEAST_EFFECT = 0.1;

/**
 * Columns whose values change along the rows, by the test of Kruskal and Wallis (1952) between ten parts of equal
 * length: mini-batches taken in order would each show the model another problem.
 */
export const findDrift: Detector = ({ table, summaries, features, target }) => {
  if (table.rows < PARTS * FEWEST_ROWS) return [];
  const columns = target !== null && summaries[target] ? [...features, target].sort((a, b) => a - b) : features;
  const stride = Math.ceil(table.rows / MOST_ROWS);
  const limit = upperChiSquareQuantile(PARTS - 1, FALSE_ALARMS / Math.max(1, columns.length));
  const drifting = columns.flatMap((column) => {
    const { statistic, effect } = measureDrift(everyNth(table.numbers(column), stride));
    return statistic > limit && effect > LEAST_EFFECT ? [{ name: table.columns[column].name, effect }] : [];
  });
  if (drifting.length === 0) return [];
  return [
    {
      code: 'drift',
      level: 'warn',
      columns: drifting.map(({ name }) => name),
      rows: [],
      count: drifting.length,
      message:
        'values change along the rows, more than chance would have it: ' +
        listNames(drifting.map(({ name, effect }) => `${name} (${figure(100 * effect)} % of its variance)`)),
      advice: 'shuffle the rows before they go into mini-batches; where they follow time, test on the latest',
    },
  ];
};

function everyNth(values: Float64Array, stride: number): Float64Array {
  if (stride === 1) return values;
  return Float64Array.from({ length: Math.floor(values.length / stride) }, (_, i) => values[i * stride]);
}

/** Kruskal and Wallis' H, corrected for ties, and the share of the variance of ranks between parts. */
function measureDrift(values: Float64Array): { statistic: number; effect: number } {
  const { ranks, count, ties } = rankValues(values);
  const untied = 1 - ties / (count ** 3 - count);
  if (count < PARTS * FEWEST_ROWS || untied <= 0) return { statistic: 0, effect: 0 };
  const sums = new Float64Array(PARTS);
  const counts = new Float64Array(PARTS);
  ranks.forEach((rank, row) => {
    if (rank !== rank) return;
    const part = Math.floor((row / values.length) * PARTS);
    sums[part] += rank;
    counts[part]++;
  });
  const middle = (count + 1) / 2;
  const between = sums.reduce(
    (sum, total, part) => sum + (counts[part] > 0 ? counts[part] * (total / counts[part] - middle) ** 2 : 0),
    0,
  );
  const statistic = (12 * between) / (count * (count + 1)) / untied;
  return { statistic, effect: statistic / (count - 1) };
}
