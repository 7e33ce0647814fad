import type { CheckReport, ModelReport } from './report.js';
import { summarizeRun } from './summarize.js';

/** A mismatch is not masked by anything, an interruption by nothing else. */
const WORST_FIRST: readonly number[] = [1, 130, 2, 3, 0];

/**
 * Several reports as one. Parts of one run come in the order of the whole run, all others in the order given; the exit
 * code is the worst of theirs.
 */
export function mergeReports(reports: readonly CheckReport[]): CheckReport {
  const [first] = reports;
  const models = mergeModels(reports);
  const worst = reports.reduce((a, b) => (rank(b) < rank(a) ? b : a)).summary;
  const durationMs = reports.reduce((sum, { summary }) => sum + summary.durationMs, 0);
  const errors = reports.flatMap((report) => report.errors ?? []);
  const stale = reports.flatMap(({ baseline }) => baseline?.stale ?? []);
  const baseline = reports.find((report) => report.baseline)?.baseline;
  return {
    schemaVersion: 1,
    tool: first.tool,
    seed: first.seed,
    summary: {
      ...summarizeRun(models, durationMs, { mayBeEmpty: true }),
      verdict: worst.verdict,
      exitCode: worst.exitCode,
    },
    models,
    ...(errors.length > 0 ? { errors } : {}),
    ...(baseline ? { baseline: { file: baseline.file, stale } } : {}),
    replay: mergeReplays(reports),
  };
}

function rank({ summary }: CheckReport): number {
  return WORST_FIRST.indexOf(summary.exitCode);
}

function mergeModels(reports: readonly CheckReport[]): ModelReport[] {
  const parts = reports
    .filter(({ shard }) => shard !== undefined)
    .sort((a, b) => a.shard!.index - b.shard!.index)
    .map(({ models }) => groupByFile(models));
  const longest = Math.max(0, ...parts.map((groups) => groups.length));
  const rounds = Array.from({ length: longest }, (_, round) => parts.flatMap((groups) => groups[round] ?? []));
  const whole = reports.filter(({ shard }) => shard === undefined).flatMap(({ models }) => models);
  return [...rounds.flat(), ...whole];
}

/** The models of each file: a part is every n-th file of the run. */
function groupByFile(models: readonly ModelReport[]): ModelReport[][] {
  const groups: ModelReport[][] = [];
  for (const model of models) {
    const last = groups.at(-1);
    if (last?.[0].file === model.file) last.push(model);
    else groups.push([model]);
  }
  return groups;
}

/** The call without its shard, if it is the same for all; else each of them. */
function mergeReplays(reports: readonly CheckReport[]): string {
  const calls = reports.map(({ replay }) => replay.replace(/ --shard \d+\/\d+/, '')).filter((call) => call !== '');
  return [...new Set(calls)].join('; ');
}
