import type { LongLog } from './long-log.js';
import type { Caught, FalseAlarms } from './measure.js';
import type { MonitorOverhead } from './overhead.js';
import type { RealRun } from './real-runs.js';

export interface Measurements {
  readonly falseAlarms: readonly FalseAlarms[];
  readonly caught: readonly Caught[];
  readonly realRuns: readonly RealRun[];
  readonly overheads: readonly MonitorOverhead[];
  readonly longLog: LongLog;
  /** What was not met of the goals. */
  readonly missed: readonly string[];
}

/** The page of figures on alarms, as Markdown. */
export function writeDocument({ falseAlarms, caught, realRuns, overheads, longLog, missed }: Measurements): string {
  return [
    '# Alarms, measured',
    '',
    'Written by `npm run bench:alarms`: how often the alarms of [training](training.md) speak where nothing is wrong, how often',
    'where something is, and what watching costs.',
    '',
    '## False alarms',
    '',
    'On lognormal norms, the logarithm with the standard deviation of the first column, each step independent of the last or',
    'correlated with it (an autoregressive process of order 1). Alarms in 1000 steps.',
    '',
    '| log-sd | correlation | steps | alarms | goal | errors | goal |',
    '|---|---|---|---|---|---|---|',
    ...falseAlarms.map((f) =>
      row(f.spread, f.correlation, f.steps, f.any.toFixed(2), '≤ 1', f.errors.toFixed(3), '≤ 0.05'),
    ),
    '',
    '## Spikes caught',
    '',
    'One step of 200 is multiplied: the share of these steps that raise an alarm.',
    '',
    '| log-sd | correlation | factor | spikes | caught | goal |',
    '|---|---|---|---|---|---|',
    ...caught.map((c) =>
      row(c.spread, c.correlation, `${c.factor} ×`, c.spikes, `${(100 * c.share).toFixed(1)} %`, wordGoal(c)),
    ),
    '',
    '## Real runs',
    '',
    'Runs of the examples in which nothing is wrong. Norms of small batches have heavier tails than lognormal noise.',
    '',
    '| `gradcheck train` | steps | loss at the end | alarms | in 1000 steps | errors |',
    '|---|---|---|---|---|---|',
    ...realRuns.map(({ command, steps, finalLoss, alarms }) =>
      row(
        `\`${command}\``,
        steps,
        finalLoss.toPrecision(3),
        wordAlarms(alarms),
        ((1000 * alarms.length) / steps).toFixed(1),
        alarms.filter(({ level }) => level === 'error').length,
      ),
    ),
    '',
    '## Cost',
    '',
    'Time of `observe` on a gradient of a million entries, against a bare pass over it that sums its squares; each in a process',
    'of its own, the best of 400 rounds.',
    '',
    '| gradient | bare pass | observe | ratio | goal |',
    '|---|---|---|---|---|',
    ...overheads.map(({ name, bare, observed }) =>
      row(name, milli(bare), milli(observed), (observed / bare).toFixed(2), '≤ 2'),
    ),
    '',
    `\`gradcheck monitor\` on a log of ${longLog.steps} steps with ${longLog.parameters} parameters (${longLog.megabytes.toFixed(0)} MB) takes ${longLog.seconds.toFixed(1)} s as a whole process.`,
    '',
    missed.length === 0 ? 'All goals are met.' : `Missed: ${missed.join('; ')}.`,
    '',
  ].join('\n');
}

function wordGoal({ spread, correlation, factor }: Caught): string {
  if (spread !== 0.5 || correlation !== 0) return '';
  return factor === 10 ? '≥ 65 %' : '≥ 98 %';
}

function wordAlarms(alarms: RealRun['alarms']): string {
  if (alarms.length === 0) return 'none';
  const counts = new Map<string, number>();
  for (const { code, level } of alarms) counts.set(`${code} (${level})`, (counts.get(`${code} (${level})`) ?? 0) + 1);
  return [...counts].map(([name, count]) => `${count} ${name}`).join(', ');
}

const row = (...cells: (string | number)[]): string => `| ${cells.join(' | ')} |`;
const milli = (seconds: number): string => `${(seconds * 1e3).toPrecision(3)} ms`;
