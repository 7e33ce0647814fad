import { conditionAfter, SCALINGS, type Design } from './design.js';
import { factorDesign } from './design-factor.js';
import { measureConditioning } from './conditioning.js';
import type { NumberSummary } from './column-summary.js';
import { writeStep } from './fix/steps.js';
import { clipFences } from './fix/clip-fences.js';
import type { Evidence } from './evidence.js';
import type { Finding, Remedy } from './types.js';
import { chooseSuperfluous } from './near-dependencies.js';

/** What each remedy would make of the condition number, and for what it is there. */
export function weighRemedies(evidence: Evidence, findings: readonly Finding[]): Remedy[] {
  const { design, summaries } = evidence;
  const has = (code: Finding['code']): boolean => findings.some((finding) => finding.code === code);
  const after = (name: 'standardize' | 'robust' | 'minmax'): Remedy['conditionNumberAfter'] =>
    conditionAfter(design, summaries, SCALINGS[name])?.conditionNumber ?? null;
  const remedies: Remedy[] = [];
  if (design.features.length > 0) {
    const advice = has('outlier')
      ? 'the outlier decides on the scale, and squeezes the rest of its column: robust or clip is better here'
      : has('collinear')
        ? 'scales and centres, but does not part columns that follow from each other'
        : 'mean 0 and standard deviation 1: the usual choice';
    remedies.push({ name: 'standardize', conditionNumberAfter: after('standardize'), advice });
    remedies.push({
      name: 'robust',
      conditionNumberAfter: after('robust'),
      advice: 'by median and quartiles, on which outliers have no say; the outlier itself stays as far out as it is',
    });
    remedies.push({
      name: 'minmax',
      conditionNumberAfter: after('minmax'),
      advice: 'from 0 to 1, for models that need bounded input; not centred, and outliers decide on it',
    });
  }
  if (has('outlier')) remedies.push(weighClipping(evidence));
  if (has('heavy-tail')) remedies.push(...weighLogs(evidence));
  return [...remedies, ...weighDropping(evidence, findings)];
}

/** Standardised after clipping: the outliers at the fences. */
function weighClipping({ table, design, summaries }: Evidence): Remedy {
  const fences = design.features.map(({ column }) => clipFences(summaries[column]!));
  const clip = (value: number, j: number): number => Math.min(fences[j].upper, Math.max(fences[j].lower, value));
  return {
    name: 'clip,standardize',
    conditionNumberAfter: conditionTransformed(table, design, summaries, clip),
    advice:
      'numbers beyond three interquartile ranges from the quartiles are put there: keeps the row, tames the number',
  };
}

function weighLogs({ table, design, summaries }: Evidence): Remedy[] {
  const remedies = design.features
    .map(({ column }) => summaries[column]!.tails)
    .map(({ isHeavy, remedy }) => (isHeavy ? remedy : undefined));
  const named = design.features.flatMap(({ column }, j) =>
    remedies[j] === 'log' || remedies[j] === 'log1p' ? [table.columns[column].name] : [],
  );
  if (named.length === 0) return [];
  const transform = (value: number, j: number): number =>
    remedies[j] === 'log' ? Math.log(value) : remedies[j] === 'log1p' ? Math.log1p(value) : value;
  return [
    {
      name: [...named.map((column) => writeStep({ name: 'log', column })), 'standardize'].join(','),
      conditionNumberAfter: conditionTransformed(table, design, summaries, transform),
      advice: 'under a logarithm the tails are light',
    },
  ];
}

function conditionTransformed(
  table: Evidence['table'],
  design: Design,
  summaries: readonly (NumberSummary | null)[],
  transform: (value: number, feature: number) => number,
): Remedy['conditionNumberAfter'] {
  // Moments of the transformed column come from its factor: the first row holds √m times the mean.
  const plain = design.features.map((feature, j) => {
    const { median, q1, q3, sd } = summaries[feature.column]!;
    const [centre, low, high] = [median, q1, q3].map((value) => transform(value, j));
    return { column: feature.column, centre, scale: Math.abs(high - low) || sd || 1 };
  });
  const { r, size, rows } = factorDesign(table, plain, design.stride, transform);
  const scaled = r.map((column, j) => {
    if (j === 0) return column;
    const centred = column.map((value, i) => (i === 0 ? 0 : value));
    const sd = Math.hypot(...centred) / Math.sqrt(rows) || 1;
    return centred.map((value) => value / sd);
  });
  return measureConditioning({ r: scaled, size, rows })?.conditionNumber ?? null;
}

/** Without the columns that repeat the bias or each other. */
function weighDropping({ table, target, design, summaries }: Evidence, findings: readonly Finding[]): Remedy[] {
  const label = target === null ? null : table.columns[target].name;
  const constant = findings.flatMap(({ code, columns }) =>
    code === 'constant' ? columns.filter((name) => name !== label) : [],
  );
  const dependent = chooseSuperfluous(design.standardized).map((place) => table.columns[design.columns[place]].name);
  const superfluous = [...constant, ...dependent];
  const kept = [...design.features.keys()].filter(
    (place) => !superfluous.includes(table.columns[design.columns[place]].name),
  );
  if (kept.length === design.features.length) return [];
  const after = conditionAfter(design, summaries, SCALINGS.standardize, kept)?.conditionNumber ?? null;
  return [
    {
      name: [...superfluous.map((column) => writeStep({ name: 'drop', column })), 'standardize'].join(','),
      conditionNumberAfter: after,
      advice: 'leaves out what follows from the rest; a ridge penalty is the other way',
    },
  ];
}
