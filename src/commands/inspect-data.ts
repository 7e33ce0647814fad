import { analyzeTable } from '../data/analyze-table.js';
import type { DataReport, Finding } from '../data/types.js';
import { loadTable } from '../load-data/load-table.js';
import { isDataFile, openRows } from '../load-data/open-rows.js';
import type { RowSource } from '../load-data/row-source.js';
import { SpillingBlockStore } from '../load-data/spilling-block-store.js';
import type { AllDataOptions } from './data.js';
import { fixData, readFixRequest } from './fix-data.js';
import type { Io } from './io.js';

/** Where data come from. */
export interface DataPlace {
  /** Absolute. */
  readonly file: string;
  /** As the report names it. */
  readonly display: string;
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
  if (!isDataFile(place.file)) throw new Error('not yet');
  const source = await openRows(place.file, place.display, { ...options, decimal });
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
      fix,
    };
  } finally {
    store.close();
  }
}

/** Rows as places in the file. */
function withLines(finding: Finding, { lineOf }: RowSource): Finding {
  return lineOf && finding.rows.length > 0 ? { ...finding, lines: finding.rows.map(lineOf) } : finding;
}
