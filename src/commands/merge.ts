import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { mergeReports } from '../check/merge-reports.js';
import type { CheckReport } from '../check/report.js';
import { listOf } from '../config/settings.js';
import { pickOptions } from '../config/option-table.js';
import type { CheckOptions } from '../config/types.js';
import { GradcheckError } from '../errors.js';
import { packageVersion } from '../package-info.js';
import { REPORTERS } from '../report/index.js';
import { findFiles } from '../run/find-files.js';
import { displayName } from '../run/name-files.js';
import { addOptions, givenOptions } from './add-options.js';
import { addNotes, EXIT_CODES } from './help.js';
import type { Io } from './io.js';
import { openReporters } from './open-reporters.js';
import { defaultReporters, filesOf, readReporterSpecs } from './reporter-specs.js';
import { refuseOverwriting } from './refuse-overwriting.js';

const OPTIONS = pickOptions(['reporter', 'verbose', 'quiet', 'debug', 'color']);

export function addMergeCommand(program: Command, io: Io, done: (exitCode: number) => void): void {
  const command = program
    .command('merge')
    .description('join the reports of several runs, as of the parts of --shard, and print them as one')
    .argument('<reports...>', 'files written by the reporters blob or json, or globs of them');
  addOptions(command, OPTIONS);
  const examples = [
    'gradcheck merge "reports/*.json"',
    'gradcheck merge part-1.json part-2.json --reporter junit=all.xml',
  ];
  addNotes(command, { examples, exitCodes: EXIT_CODES });
  command.action(async (patterns: string[]) => done(await merge(patterns, givenOptions(command), io)));
}

/** Runs the merge command; returns the exit code of the whole. */
async function merge(patterns: readonly string[], options: CheckOptions, io: Io): Promise<number> {
  const specs = readReporterSpecs(listOf(options.reporter ?? defaultReporters(io.env)), REPORTERS);
  const { files, missing } = await findFiles(patterns, io.cwd());
  refuseOverwriting(filesOf(specs), files, io);
  if (missing.length > 0) {
    const { code, message, hint } = missing[0].error;
    throw new GradcheckError(code as 'file-not-found', message, { hint });
  }
  const { readReport } = await import('../report/read-report.js');
  const reports = files.map((file) => readReport(readFileSync(file, 'utf8'), displayName(file, io.cwd())));
  refuseGaps(reports);
  tellOfSeeds(reports, io);
  const merged = { ...mergeReports(reports), tool: { name: 'gradcheck', version: packageVersion() } as const };
  const reporters = await openReporters(specs, options, io);
  return reporters.onEnd(merged, merged.summary.exitCode);
}

/** @throws GradcheckError `usage` where parts of a run are missing, or there twice: a gap would look like success. */
function refuseGaps(reports: readonly CheckReport[]): void {
  const shards = reports.flatMap(({ shard }) => shard ?? []);
  if (shards.length === 0) return;
  const { count } = shards[0];
  const refuse = (problem: string): never => {
    throw new GradcheckError('usage', `the parts are not those of one run: ${problem}`, {
      hint: 'merge one report for each part of --shard 1/n to n/n',
    });
  };
  if (shards.some((shard) => shard.count !== count)) refuse(`some are of ${count}, some of another number`);
  for (let part = 1; part <= count; part++) {
    const found = shards.filter(({ index }) => index === part).length;
    if (found !== 1) refuse(`part ${part} of ${count} is ${found === 0 ? 'missing' : 'there more than once'}`);
  }
}

function tellOfSeeds(reports: readonly CheckReport[], io: Io): void {
  const seeds = [...new Set(reports.map(({ seed }) => seed))];
  if (seeds.length > 1) io.stderr.write(`note: the reports are of different seeds (${seeds.join(', ')})\n`);
}
