import { table } from '../markdown-table.js';
import type { Caught, FalseAlarms } from './measure.js';

export interface Measurements {
  readonly falseAlarms: readonly FalseAlarms[];
  readonly caught: readonly Caught[];
  /** What was not met of the goals. */
  readonly missed: readonly string[];
}

/** The page of figures on findings, as Markdown. */
export function writeDocument({ falseAlarms, caught, missed }: Measurements): string {
  const distributions = [...new Set(falseAlarms.map(({ distribution }) => distribution))];
  const rows = [...new Set(falseAlarms.map((found) => found.rows))];
  const columns = [...new Set(falseAlarms.map((found) => found.columns))];
  const factors = [...new Set(caught.map(({ factor }) => factor))];
  const [{ tables }] = falseAlarms;
  const share = (count: number, of: number): string => `${Number(((100 * count) / of).toFixed(1))}`;
  const alarms = (pick: (found: FalseAlarms) => number): string =>
    table(
      ['distribution', ...rows.map((count) => `${count} rows`)],
      distributions.map((distribution) => [
        distribution,
        ...rows.map((count) => {
          const found = falseAlarms.filter((one) => one.distribution === distribution && one.rows === count);
          return found.map((one) => share(pick(one), one.tables)).join(' / ');
        }),
      ]),
    );
  return [
    '# Findings on data, measured',
    '',
    'Written by `npm run bench:data`: how often [`gradcheck data`](data.md) speaks where nothing is wrong, and how often where',
    `something is. ${tables} tables of each kind, all columns of one distribution and independent of each other; per cent of the`,
    `tables, with ${columns.join(' / ')} columns.`,
    '',
    '## False alarms',
    '',
    `Tables with an error: ${falseAlarms.reduce((sum, { errors }) => sum + errors, 0)} of ${falseAlarms.length * tables}. Tables with a warning other than \`heavy-tail\`, in per cent;`,
    'columns that happen to be constant are not counted, as they are constant. The goal is 5.',
    '',
    alarms(({ warnings }) => warnings),
    '',
    'Of which `outlier`:',
    '',
    alarms(({ codes }) => codes.get('outlier') ?? 0),
    '',
    'Tables with `heavy-tail`: the goal of 5 is that of the sum of both, but for lognormal numbers with standard deviation 1,',
    'Laplace’s and t, whose tails are heavy.',
    '',
    alarms(({ heavyTails }) => heavyTails),
    '',
    '## Outliers found',
    '',
    'One cell of normal numbers with mean 10 and standard deviation 1 is multiplied by a factor: per cent of tables in which',
    'this row and no other is named. The goal is 90 from 20 rows and a factor of 10 on.',
    '',
    table(
      ['factor', ...rows.map((count) => `${count} rows`)],
      factors.map((factor) => [
        `${factor}`,
        ...rows.map((count) =>
          caught
            .filter((found) => found.factor === factor && found.rows === count)
            .map((found) => share(found.caught, found.tables))
            .join(' / '),
        ),
      ]),
    ),
    '',
    '## Goals',
    '',
    missed.length === 0 ? 'All are met.' : `Missed:\n\n${missed.map((goal) => `- ${goal}`).join('\n')}`,
    '',
  ].join('\n');
}
