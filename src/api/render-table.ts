import { Chalk } from 'chalk';
import type { CheckReport } from '../check/report.js';
import { createPrettyReporter } from '../report/pretty.js';

/** Test runners indent and frame what they print, but do not wrap it. */
const WIDTH = 100;

/** The report for people as plain text, for the message of an error. */
export function renderTable(report: CheckReport): string {
  const chunks: string[] = [];
  const reporter = createPrettyReporter({
    write: (text) => void chunks.push(text),
    color: new Chalk({ level: 0 }),
    unicode: true,
    width: WIDTH,
    verbose: false,
    quiet: false,
    debug: false,
  });
  reporter.onEnd(report);
  return chunks.join('').trimEnd();
}
