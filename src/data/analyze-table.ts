import { GradcheckError } from '../errors.js';
import { closestName } from '../model/model-definition.js';
import { summarizeNumbers, type NumberSummary } from './column-summary.js';
import { describeColumns } from './describe-columns.js';
import type { Conditioning } from './conditioning.js';
import { buildDesign, conditionAfter, SCALINGS } from './design.js';
import type { Evidence } from './evidence.js';
import { findAll } from './findings/index.js';
import { readLabels } from './labels.js';
import { measureDependence } from './dependence.js';
import { weighRemedies } from './remedies-effect.js';
import type { DataTable } from './table.js';
import type { DataAnalysis } from './types.js';
import { listNames } from './words.js';

/**
 * Everything that is to be said of a table.
 * @param targetName the column to be predicted, if there is one
 * @throws GradcheckError `usage` for a target that is no column
 */
export function analyzeTable(table: DataTable, targetName?: string): DataAnalysis {
  const evidence = gatherEvidence(table, targetName);
  const { design, summaries, target, limits } = evidence;
  const findings = findAll(evidence);
  const { correlations, inflation } = measureDependence(table, design, evidence.limit);
  return {
    rows: table.rows,
    completeRows: design.standardized.rows,
    target: target === null ? null : table.columns[target].name,
    columns: describeColumns(evidence, inflation),
    findings,
    conditioning: {
      raw: conditionAfter(design, summaries, SCALINGS.raw),
      standardized: conditionAfter(design, summaries, SCALINGS.standardize),
      robust: conditionAfter(design, summaries, SCALINGS.robust),
      columns: design.columns.map((column) => table.columns[column].name),
    },
    remedies: weighRemedies(evidence, findings),
    correlations,
    limits,
  };
}

function gatherEvidence(table: DataTable, targetName: string | undefined): Evidence & { limits: string[] } {
  const target = targetName === undefined ? null : findColumn(table, targetName);
  const limits: string[] = [];
  const limit = (note: string): void => void (limits.includes(note) || limits.push(note));
  const identifiers = table.columns.filter(({ type, counts }) => type === 'text' && counts.longIntegers > 0);
  if (identifiers.length > 0)
    limit(
      `whole numbers with more digits than float64 holds are taken for identifiers, and kept as they stand: ${listNames(identifiers.map(({ name }) => name))}`,
    );
  const numeric = table.columns.map(({ type, counts }) => type === 'number' && counts.numbers > 0);
  const cells = table.columns.reduce((sum, { counts }, column) => sum + (numeric[column] ? counts.numbers : 0), 0);
  const extent = { cells, columns: numeric.filter(Boolean).length };
  const summaries = numeric.map((isNumeric, column): NumberSummary | null =>
    isNumeric ? summarizeNumbers(table.numbers(column), extent) : null,
  );
  const features = summaries.flatMap((summary, column) => (summary && column !== target ? [column] : []));
  const labels = target === null ? null : readLabels(table, target, summaries[target]);
  const design = buildDesign(table, summaries, features, limit);
  return { table, summaries, target, labels, features, design, limit, limits };
}

/** The condition number of a table alone. */
export function conditionOf(table: DataTable, targetName: string | null): Conditioning['conditionNumber'] | null {
  const isThere = table.columns.some(({ name }) => name === targetName);
  const { design, summaries } = gatherEvidence(table, isThere ? targetName! : undefined);
  return conditionAfter(design, summaries, SCALINGS.raw)?.conditionNumber ?? null;
}

/** @throws GradcheckError `usage` */
export function findColumn(table: Pick<DataTable, 'columns'>, name: string): number {
  const names = table.columns.map((column) => column.name);
  const place = names.indexOf(name);
  if (place >= 0) return place;
  const close = closestName(name, names);
  throw new GradcheckError('usage', `there is no column "${name}"`, {
    hint: `${close === null ? '' : `did you mean ${close}? `}columns: ${names.slice(0, 30).join(', ')}${names.length > 30 ? ', …' : ''}`,
  });
}
