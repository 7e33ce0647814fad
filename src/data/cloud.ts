import type { Evidence } from './evidence.js';

/** Distances that are worth a few seconds. */
const MOST_WORK = 3e8;

/** Rows as points: standardised features and known labels, all rows or evenly spaced ones. */
export interface Cloud {
  readonly points: Float64Array;
  readonly width: number;
  /** Their rows in the table. */
  readonly rows: Int32Array;
}

export function gatherPoints({ table, design, labels, limit }: Evidence): Cloud | null {
  const { features } = design;
  const width = features.length;
  if (width === 0) return null;
  const most = Math.floor(Math.sqrt(MOST_WORK / width));
  const stride = Math.ceil(table.rows / most);
  if (stride > 1) limit(`label noise is looked for among every ${stride}th row`);
  const size = Math.ceil(table.rows / stride);
  const points = new Float64Array(size * width);
  features.forEach(({ column, centre, scale }, k) => {
    const values = table.numbers(column);
    for (let i = 0; i < size; i++) points[i * width + k] = (values[i * stride] - centre) / scale;
  });
  const isKnown = (i: number): boolean => {
    const row = i * stride;
    const hasLabel = labels!.kind === 'classes' ? labels!.codes[row] >= 0 : !Number.isNaN(labels!.values[row]);
    return hasLabel && points.subarray(i * width, (i + 1) * width).every((value) => value === value);
  };
  const known = Array.from({ length: size }, (_, i) => i).filter(isKnown);
  const kept = new Float64Array(known.length * width);
  known.forEach((i, place) => kept.set(points.subarray(i * width, (i + 1) * width), place * width));
  return { points: kept, width, rows: Int32Array.from(known, (i) => i * stride) };
}
