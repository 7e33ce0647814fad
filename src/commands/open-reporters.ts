import { appendFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Chalk } from 'chalk';
import type { CheckReport, ModelReport } from '../check/report.js';
import { GradcheckError } from '../errors.js';
import { makeFolder } from '../load/make-folder.js';
import type { Reporter, ReporterContext } from '../report/index.js';
import { hideCommands } from '../report/workflow-command.js';
import { decideColorLevel } from '../terminal/color.js';
import { decideUnicode } from '../terminal/glyphs.js';
import { decideWidth } from '../terminal/width.js';
import type { Io } from './io.js';
import type { ReporterSpec } from './reporter-specs.js';
import { readFrames } from './read-frames.js';
import { nameFromRoot } from './repository-root.js';
import { tellError } from './tell-error.js';

/** What the reporters of a call are told of it. */
export interface ReporterOptions {
  readonly color?: boolean;
  readonly verbose?: boolean;
  readonly quiet?: boolean;
  readonly debug?: boolean;
}

/** All reporters of a call as one. */
export interface OpenReporters<Model = ModelReport, Report = CheckReport> {
  onModel(model: Model, place: { index: number; total: number }): void;
  /** Tells of files that cannot be written, and returns the exit code that is left of the given one. */
  onEnd(report: Report, exitCode: number): Promise<number>;
}

const COULD_NOT_RUN = 2;

/** Exit codes that a report which could not be written does not change. */
const OUTWEIGH: ReadonlySet<number> = new Set([1, 130]);

/** Files are wider than terminals. */
const FILE_WIDTH = 120;

/** Loads and opens reporters. */
export async function openReporters<Model, Report>(
  specs: readonly ReporterSpec<Model, Report>[],
  options: ReporterOptions,
  io: Io,
): Promise<OpenReporters<Model, Report>> {
  const opened: { reporter: Reporter<Model, Report>; close: () => void }[] = [];
  for (const spec of specs) {
    const chunks: string[] = [];
    const write = spec.file === undefined ? stdoutWriter(spec.name, io) : (text: string) => void chunks.push(text);
    const createReporter = await spec.load();
    const reporter = createReporter({ write, ...describePlace(spec, options, io) });
    const close = () => spec.file !== undefined && writeReport(resolve(io.cwd(), spec.file), chunks.join(''));
    opened.push({ reporter, close });
  }
  return {
    onModel: (model, place) => opened.forEach(({ reporter }) => reporter.onModel?.(model, place)),
    onEnd: async (report, exitCode) => {
      let isUnwritten = false;
      for (const { reporter, close } of opened) {
        reporter.onEnd(report);
        try {
          close();
        } catch (error) {
          isUnwritten = true;
          tellError(error, io, options.debug);
        }
      }
      return isUnwritten && !OUTWEIGH.has(exitCode) ? COULD_NOT_RUN : exitCode;
    },
  };
}

/** Reporters for GitHub itself, and those whose lines never begin with text of a model. */
const WITHOUT_COMMANDS: ReadonlySet<string> = new Set(['github', 'json', 'sarif', 'blob']);

/** In a log of GitHub Actions, only the reporter for it gives commands: names and messages of models might. */
function stdoutWriter(name: string, { stdout, env }: Io): (text: string) => void {
  if (!env.GITHUB_ACTIONS || WITHOUT_COMMANDS.has(name)) return (text) => void stdout.write(text);
  return (text) => void stdout.write(hideCommands(text));
}

function describePlace(
  { file }: Pick<ReporterSpec, 'file'>,
  options: ReporterOptions,
  io: Io,
): Omit<ReporterContext, 'write'> {
  const { color = true, verbose = false, quiet = false, debug = false } = options;
  const level =
    file === undefined ? decideColorLevel(io.stdout, io.env, { noColor: !color, platform: io.platform }) : 0;
  const summary = io.env.GITHUB_STEP_SUMMARY;
  return {
    color: new Chalk({ level }),
    unicode: file === undefined ? decideUnicode(io.env, io.platform) : true,
    width: file === undefined ? decideWidth(io.stdout, io.env) : FILE_WIDTH,
    verbose,
    quiet,
    debug,
    frameAt: readFrames(io.cwd()),
    nameFromRoot: nameFromRoot(io),
    ...(summary ? { appendSummary: (markdown: string) => appendFileSync(summary, `${markdown}\n`) } : {}),
  };
}

function writeReport(path: string, text: string): void {
  try {
    makeFolder(dirname(path));
    writeFileSync(path, text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const hint = 'name a file in a folder that can be written to';
    throw new GradcheckError('usage', `the report cannot be written to ${path}: ${reason}`, { hint, cause });
  }
}
