import type { Detector } from '../evidence.js';
import { writeStep } from '../fix/steps.js';
import { listNames } from '../words.js';

/** Columns of numbers of very different size, honest as they may be: a few rows decide on the gradient. */
export const findHeavyTails: Detector = ({ table, summaries, features }) => {
  const heavy = features.filter((column) => summaries[column]!.tails.isHeavy);
  if (heavy.length === 0) return [];
  const names = heavy.map((column) => table.columns[column].name);
  const logs = heavy.filter((column) => summaries[column]!.tails.remedy !== 'robust');
  const logNames = logs.map((column) => table.columns[column].name);
  const rest = names.filter((name) => !logNames.includes(name));
  const advice = [
    ...(logs.length > 0
      ? [
          `take logarithms, under which the tails are light: --fix ${logNames.map((column) => writeStep({ name: 'log', column })).join(',')}`,
        ]
      : []),
    ...(rest.length > 0 ? [`--fix clip, or a loss that does not square residuals, for ${listNames(rest)}`] : []),
  ];
  return [
    {
      code: 'heavy-tail',
      level: 'warn',
      columns: names,
      rows: [],
      count: names.length,
      message: `numbers of very different size: ${listNames(names)}; a few rows decide on the gradient`,
      advice: advice.join('; '),
    },
  ];
};
