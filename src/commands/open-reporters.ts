import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Chalk } from 'chalk';
import type { CheckReport, ModelReport } from '../check/report.js';
import { findReporter, type Reporter, type ReporterFactory } from '../report/index.js';
import { decideColorLevel } from '../terminal/color.js';
import { decideUnicode } from '../terminal/glyphs.js';
import { decideWidth } from '../terminal/width.js';
import type { Io } from './io.js';

/** A reporter asked for as `name` (to stdout) or `name=file`. */
export interface ReporterSpec<Model = ModelReport, Report = CheckReport> {
  readonly load: () => Promise<ReporterFactory<Model, Report>>;
  readonly file?: string;
}

/** @throws GradcheckError `usage` for a name that is none. */
export function readReporterSpecs(specs: readonly string[]): ReporterSpec[] {
  return readSpecs(specs, findReporter);
}

/** The same for the reporters of another command, which `find` knows. */
export function readSpecs<Model, Report>(
  specs: readonly string[],
  find: (name: string) => ReporterSpec<Model, Report>['load'],
): ReporterSpec<Model, Report>[] {
  return (specs.length > 0 ? specs : ['pretty']).map((spec) => {
    const [name, ...rest] = spec.split('=');
    return { load: find(name), file: rest.length > 0 ? rest.join('=') : undefined };
  });
}

/** All reporters of a call as one. */
export interface OpenReporters<Model = ModelReport, Report = CheckReport> {
  onModel(model: Model, place: { index: number; total: number }): void;
  onEnd(report: Report): Promise<void>;
}

/** Options that say how a report is shown. */
interface ShowOptions {
  readonly color: boolean;
  readonly verbose?: boolean;
  readonly quiet?: boolean;
  readonly debug?: boolean;
}

/** Loads and opens reporters. */
export async function openReporters<Model, Report>(
  specs: readonly ReporterSpec<Model, Report>[],
  options: ShowOptions,
  io: Io,
): Promise<OpenReporters<Model, Report>> {
  const opened: { reporter: Reporter<Model, Report>; close: () => void }[] = [];
  for (const { load, file } of specs) {
    const chunks: string[] = [];
    const color = new Chalk({
      level: file ? 0 : decideColorLevel(io.stdout, io.env, { noColor: !options.color, platform: io.platform }),
    });
    const createReporter = await load();
    const reporter = createReporter({
      write: file ? (text) => void chunks.push(text) : (text) => void io.stdout.write(text),
      color,
      unicode: file ? true : decideUnicode(io.env, io.platform),
      width: file ? 120 : decideWidth(io.stdout, io.env),
      verbose: options.verbose ?? false,
      quiet: options.quiet ?? false,
      debug: options.debug ?? false,
    });
    opened.push({ reporter, close: () => file !== undefined && writeReport(resolve(io.cwd(), file), chunks.join('')) });
  }
  return {
    onModel: (model, place) => opened.forEach(({ reporter }) => reporter.onModel?.(model, place)),
    onEnd: async (report) => {
      for (const { reporter, close } of opened) {
        reporter.onEnd(report);
        close();
      }
    },
  };
}

function writeReport(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
