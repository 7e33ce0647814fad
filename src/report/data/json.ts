import type { ColumnReport, DataReport, Finding } from '../../data/types.js';
import { formatJson } from '../json.js';
import type { ReporterFactory } from '../reporter.js';

/** Writes the report as JSON (schema/data.schema.json, version 1) when all is known. */
export const createJsonDataReporter: ReporterFactory<never, DataReport> = ({ write }) => ({
  onEnd: (report) => write(formatJson(arrangeReport(report))),
});

// The functions below name each key, so that neither the order nor the set of keys hangs on how the data came about.

function arrangeReport({ schemaVersion, tool, seed, summary, file, data, error }: DataReport) {
  const { verdict, exitCode, failOn, errors, warnings, notes, durationMs } = summary;
  return {
    schemaVersion,
    tool: { name: tool.name, version: tool.version },
    seed,
    summary: { verdict, exitCode, failOn, errors, warnings, notes, durationMs },
    file,
    data: data && arrangeData(data),
    error: error && { code: error.code, message: error.message, hint: error.hint },
  };
}

function arrangeData(data: NonNullable<DataReport['data']>) {
  return {
    format: data.format,
    rows: data.rows,
    completeRows: data.completeRows,
    target: data.target,
    columns: data.columns.map(arrangeColumn),
    findings: data.findings.map(arrangeFinding),
    conditioning: data.conditioning,
    remedies: data.remedies,
    correlations: data.correlations,
    model: data.model,
    fix: data.fix,
    limits: data.limits,
    notes: data.notes,
  };
}

function arrangeColumn(column: ColumnReport) {
  return {
    name: column.name,
    type: column.type,
    missing: column.missing,
    nonFinite: column.nonFinite,
    min: column.min,
    max: column.max,
    mean: column.mean,
    sd: column.sd,
    median: column.median,
    mad: column.mad,
    q1: column.q1,
    q3: column.q3,
    outliers: column.outliers,
    distinct: column.distinct,
    vif: column.vif,
    categories: column.categories?.map(({ name, count }) => ({ name, count })),
    histogram: column.histogram,
  };
}

function arrangeFinding({ code, level, columns, rows, lines, count, cells, message, advice }: Finding) {
  return {
    code,
    level,
    columns,
    rows,
    lines,
    count,
    cells: cells?.map(({ row, column, value }) => ({ row, column, value })),
    message,
    advice,
  };
}
