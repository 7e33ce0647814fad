import type { CheckReport, ModelError, ModelReport } from '../check/report.js';
import { summarizeRun } from '../check/summarize.js';
import { packageVersion } from '../package-info.js';

export interface AboutTheRun {
  readonly seed: number;
  readonly strict?: boolean;
  readonly durationMs: number;
  /** Which part of the models it was. */
  readonly shard?: CheckReport['shard'];
  /** What it was held against. */
  readonly baseline?: CheckReport['baseline'];
  /** What ended the run early. */
  readonly interruption?: ModelError;
  /** The command that gives this result again; empty where there is none. */
  readonly replay: string;
}

/** The models of a run, and what was run. */
export function assembleReport(
  models: ModelReport[],
  { seed, strict, durationMs, shard, baseline, interruption, replay }: AboutTheRun,
): CheckReport {
  return {
    schemaVersion: 1,
    tool: { name: 'gradcheck', version: packageVersion() },
    seed,
    summary: summarizeRun(models, durationMs, {
      strict,
      mayBeEmpty: shard !== undefined,
      isInterrupted: interruption !== undefined,
    }),
    models,
    ...(shard ? { shard } : {}),
    ...(baseline ? { baseline } : {}),
    ...(interruption ? { errors: [interruption] } : {}),
    replay,
  };
}
