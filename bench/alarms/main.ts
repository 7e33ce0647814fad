import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { writeDocument } from './document.js';
import { measureLongLog } from './long-log.js';
import { measureCaught, measureFalseAlarms, type Caught, type FalseAlarms } from './measure.js';
import { GRADIENT_NAMES, measureMonitor, type MonitorOverhead } from './overhead.js';
import { measureRealRuns } from './real-runs.js';

const SPREADS = [0.25, 0.5, 1];
const CORRELATIONS = [0, 0.9];

const MOST_ALARMS = 1;
const MOST_ERRORS = 0.05;
const LEAST_CAUGHT: Readonly<Record<number, number>> = { 10: 0.65, 100: 0.98 };
const MOST_OVERHEAD = 2;

/** Measures the alarms, writes docs/alarms.md and tells whether the goals are met. */
export function main([option, name]: readonly string[]): number {
  if (option === '--overhead') {
    process.stdout.write(JSON.stringify(measureMonitor(name)));
    return 0;
  }
  const falseAlarms = pairs().map(([spread, correlation]) => measureFalseAlarms(spread, correlation, 100, 2000));
  const caught = pairs().flatMap(([spread, correlation]) =>
    [10, 100].map((factor) => measureCaught(spread, correlation, factor, 2000)),
  );
  const realRuns = measureRealRuns();
  const overheads = GRADIENT_NAMES.map(measureApart);
  const missed = [...missedByNoise(falseAlarms), ...missedBySpikes(caught), ...missedByOverhead(overheads)];
  if (realRuns.some(({ alarms }) => alarms.some(({ level }) => level === 'error'))) missed.push('errors on real runs');
  const document = writeDocument({ falseAlarms, caught, realRuns, overheads, longLog: measureLongLog(), missed });
  writeFileSync('docs/alarms.md', document);
  process.stdout.write(document);
  return missed.length > 0 ? 1 : 0;
}

function pairs(): (readonly [number, number])[] {
  return SPREADS.flatMap((spread) => CORRELATIONS.map((correlation) => [spread, correlation] as const));
}

/** In a process of its own: what V8 learned from one kind of array would help or hinder the next. */
function measureApart(name: string): MonitorOverhead {
  const args = ['bench/run.mjs', 'alarms', '--overhead', name];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as MonitorOverhead;
}

function missedByNoise(all: readonly FalseAlarms[]): string[] {
  return all
    .filter(({ any, errors }) => any > MOST_ALARMS || errors > MOST_ERRORS)
    .map(({ spread, correlation }) => `false alarms at log-sd ${spread}, correlation ${correlation}`);
}

function missedBySpikes(all: readonly Caught[]): string[] {
  return all
    .filter(
      ({ spread, correlation, factor, share }) => spread === 0.5 && correlation === 0 && share < LEAST_CAUGHT[factor],
    )
    .map(({ factor }) => `spikes of ${factor} ×`);
}

function missedByOverhead(all: readonly MonitorOverhead[]): string[] {
  return all.filter(({ bare, observed }) => observed > MOST_OVERHEAD * bare).map(({ name }) => `observe on ${name}`);
}
