import type { DataPlace } from './data-place.js';
import { analyzeTable } from '../data/analyze-table.js';
import type { DataReport, Finding, ModelEffect } from '../data/types.js';
import { GradcheckError, type ErrorCode } from '../errors.js';
import { loadTable } from '../load-data/load-table.js';
import { isDataFile, openRows, refuseUnread } from '../load-data/open-rows.js';
import type { RowSource } from '../load-data/row-source.js';
import { SpillingBlockStore } from '../load-data/spilling-block-store.js';
import { tableRows } from '../load-data/table-rows.js';
import { readLimits } from '../run/limits.js';
import { runFiles } from '../run/run-files.js';
import { DATA } from '../run/tasks.js';
import type { AllDataOptions } from '../config/data-options.js';
import { fixData, readFixRequest } from './fix-data.js';
import type { Io } from './io.js';

interface OpenedData {
  readonly source: RowSource;
  readonly effect?: ModelEffect;
}

/**
 * Reads data, looks at them, and does what was asked for.
 * @throws GradcheckError for what cannot be read, and for requests that make no sense
 */
export async function inspectData(
  place: DataPlace,
  options: AllDataOptions,
  io: Io,
): Promise<NonNullable<DataReport['data']>> {
  const { decimal = '.', target } = options;
  const request = readFixRequest(place, options, io);
  refuseUnread(place.file, place.display);
  const { source, effect } = isDataFile(place.file)
    ? { source: await openRows(place.file, place.display, { ...options, decimal }) }
    : await openModel(place, options, io);
  const store = new SpillingBlockStore();
  try {
    const table = await loadTable(source, place.display, { store, decimal });
    const analysis = analyzeTable(table, target);
    const about = { source, table, target: analysis.target, display: place.display };
    const fix = request ? await fixData(request, about, options, io) : undefined;
    return {
      ...analysis,
      findings: analysis.findings.map((finding) => withLines(finding, source)),
      format: source.format,
      notes: source.notes,
      model: effect,
      fix,
    };
  } finally {
    store.close();
  }
}

/** The data of the first model in a module, which runs in a thread of its own. */
async function openModel({ file }: DataPlace, options: AllDataOptions, io: Io): Promise<OpenedData> {
  const { seed = 1, target, loss, gradient, params } = options;
  const reports = await runFiles(DATA, {
    files: [file],
    cwd: io.cwd(),
    options: { seed, target, names: { loss, gradient, params } },
    limits: readLimits(options),
    userOutput: (text) => void io.stderr.write(text),
  });
  const { found, error } = reports.find((report) => report.found) ?? reports[0];
  if (!found) {
    const { code, message, ...details } = error!;
    throw new GradcheckError(code as ErrorCode, message, details);
  }
  return { source: tableRows(found.names, found.cells), effect: found.effect };
}

/** Rows as places in the file. */
function withLines(finding: Finding, { lineOf }: RowSource): Finding {
  return lineOf && finding.rows.length > 0 ? { ...finding, lines: finding.rows.map(lineOf) } : finding;
}
