import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Chalk } from 'chalk';
import type { CheckReport, ModelReport } from '../check/report.js';
import { findReporter, type Reporter } from '../report/index.js';
import { decideColorLevel } from '../terminal/color.js';
import { decideUnicode } from '../terminal/glyphs.js';
import { decideWidth } from '../terminal/width.js';
import type { CheckOptions } from './check-options.js';
import type { Io } from './io.js';

/** A reporter asked for as `name` (to stdout) or `name=file`. */
export interface ReporterSpec {
  readonly load: ReturnType<typeof findReporter>;
  readonly file?: string;
}

/** @throws GradcheckError `usage` for a name that is none. */
export function readReporterSpecs(specs: readonly string[]): ReporterSpec[] {
  return (specs.length > 0 ? specs : ['pretty']).map((spec) => {
    const [name, ...rest] = spec.split('=');
    return { load: findReporter(name), file: rest.length > 0 ? rest.join('=') : undefined };
  });
}

/** All reporters of a call as one. */
export interface OpenReporters {
  onModel(model: ModelReport, place: { index: number; total: number }): void;
  onEnd(report: CheckReport): Promise<void>;
}

/** Loads and opens reporters. */
export async function openReporters(
  specs: readonly ReporterSpec[],
  options: CheckOptions,
  io: Io,
): Promise<OpenReporters> {
  const opened: { reporter: Reporter; close: () => void }[] = [];
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
