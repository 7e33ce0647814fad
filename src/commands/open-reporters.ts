import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Chalk } from 'chalk';
import type { CheckReport, ModelReport } from '../check/report.js';
import { loadReporter, type Reporter } from '../report/index.js';
import { decideColorLevel } from '../terminal/color.js';
import { decideUnicode } from '../terminal/glyphs.js';
import { decideWidth } from '../terminal/width.js';
import type { CheckOptions } from './check.js';
import type { Io } from './run.js';

/** All reporters of a call as one. */
export interface OpenReporters {
  onModel(model: ModelReport, place: { index: number; total: number }): void;
  onEnd(report: CheckReport): Promise<void>;
}

/**
 * Opens the reporters asked for as `name` (to stdout) or `name=file`.
 * @throws GradcheckError `usage` for a name that is none.
 */
export async function openReporters(options: CheckOptions, io: Io): Promise<OpenReporters> {
  const wanted = options.reporter.length > 0 ? options.reporter : ['pretty'];
  const opened: { reporter: Reporter; close: () => void }[] = [];
  for (const spec of wanted) {
    const [name, ...rest] = spec.split('=');
    const file = rest.length > 0 ? rest.join('=') : undefined;
    const chunks: string[] = [];
    const color = new Chalk({
      level: file ? 0 : decideColorLevel(io.stdout, io.env, { noColor: !options.color, platform: io.platform }),
    });
    const createReporter = await loadReporter(name);
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
