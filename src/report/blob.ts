import { formatJsonReport } from './json.js';
import type { ReporterFactory } from './reporter.js';

/** The JSON report on one line, with its shard, for `gradcheck merge`. */
export const createBlobReporter: ReporterFactory = ({ write }) => ({
  onEnd: (report) => write(formatJsonReport(report, 0)),
});
