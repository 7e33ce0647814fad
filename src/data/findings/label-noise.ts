import type { Detector, Evidence } from '../evidence.js';
import { findNeighbours, type Neighbours } from '../nearest-neighbours.js';
import { median, medianDeviation, sortFinite } from '../quantile.js';
import { groupEqual, hashRows } from '../row-hashes.js';
import { RowSet } from '../rows.js';
import type { Finding } from '../types.js';
import { quantity } from '../words.js';

const NEIGHBOURS = 10;
const FEWEST_ROWS = 50;
/** Of its neighbours, at most so many have the label of a suspect, and at least so many share another. */
const MOST_ALIKE = 1;
const LEAST_OTHER = 8;
/** Neighbours tell nothing of labels that they predict less well. */
const LEAST_ACCURACY = 0.9;
/** More suspects than this are no mistakes: the labels follow something else. */
const MOST_SUSPECTS = 0.1;
/** Distances that are worth a few seconds. */
const MOST_WORK = 1e9;

/** A residual of so many robust standard deviations. */
const LARGEST_RESIDUAL = 10;
/** Neighbours predict a number where what they leave is less than this share of its spread. */
const MOST_UNEXPLAINED = 0.3;

/** Rows whose label is not that of the rows around them. */
export const findLabelNoise: Detector = (evidence) => {
  const { labels, table, target } = evidence;
  if (target === null || !labels || table.rows < FEWEST_ROWS) return [];
  if (labels.kind === 'numbers') {
    const replicated = compareReplicates(evidence, labels.values);
    if (replicated) return report(evidence, replicated, 'far from the rows with the same features');
  }
  const cloud = gatherPoints(evidence);
  if (!cloud || cloud.rows.length < FEWEST_ROWS) return [];
  const neighbours = findNeighbours(cloud.points, cloud.width, NEIGHBOURS);
  const places =
    labels.kind === 'classes'
      ? oddClasses(labels.codes, cloud, neighbours)
      : oddNumbers(labels.values, cloud, neighbours);
  const suspects = new RowSet(table.rows);
  for (const place of places) suspects.add(cloud.rows[place]);
  return report(evidence, suspects, `unlike those of the ${NEIGHBOURS} nearest rows`);
};

function report({ table, target }: Evidence, rows: RowSet, what: string): Finding[] {
  if (rows.count === 0) return [];
  return [
    {
      code: 'label-noise',
      level: 'warn',
      columns: [table.columns[target!].name],
      rows: rows.list(),
      count: rows.count,
      message: `${quantity(rows.count, 'label')} ${what}`,
      advice: 'look at these rows: a wrong label pulls the gradient away from what all others say',
    },
  ];
}

/** Rows as points: standardised features and known labels, all rows or evenly spaced ones. */
interface Cloud {
  readonly points: Float64Array;
  readonly width: number;
  /** Their rows in the table. */
  readonly rows: Int32Array;
}

function gatherPoints({ table, design, labels, limit }: Evidence): Cloud | null {
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

/**
 * Rows among rows of another class, as deep inside it as its own rows usually are: at the border of two classes, where
 * honest rows may stand on the other side, there are fewer.
 */
function oddClasses(codes: Int32Array, { rows }: Cloud, { rows: near, reach, count }: Neighbours): number[] {
  const classOf = (place: number): number => codes[rows[place]];
  const byClass = new Map<number, number[]>();
  rows.forEach((_, place) => {
    const members = byClass.get(classOf(place));
    if (members) members.push(place);
    else byClass.set(classOf(place), [place]);
  });
  const typicalReach = new Map(
    [...byClass].map(([code, members]) => [code, median(Float64Array.from(members, (place) => reach[place]).sort())]),
  );
  let right = 0;
  const suspects: number[] = [];
  rows.forEach((_, place) => {
    const votes = new Map<number, number>();
    for (const other of near.subarray(place * count, (place + 1) * count))
      votes.set(classOf(other), (votes.get(classOf(other)) ?? 0) + 1);
    const [winner, most] = [...votes].reduce((best, vote) => (vote[1] > best[1] ? vote : best));
    if (winner === classOf(place)) right++;
    else if (
      most >= LEAST_OTHER &&
      (votes.get(classOf(place)) ?? 0) <= MOST_ALIKE &&
      reach[place] <= typicalReach.get(winner)!
    )
      suspects.push(place);
  });
  const others = rows.length - suspects.length;
  return right >= LEAST_ACCURACY * others && suspects.length <= MOST_SUSPECTS * rows.length ? suspects : [];
}

function oddNumbers(values: Float64Array, { rows }: Cloud, { rows: near, count }: Neighbours): number[] {
  const own = Float64Array.from(rows, (row) => values[row]);
  const residuals = own.map((value, place) => {
    const around = Float64Array.from(near.subarray(place * count, (place + 1) * count), (other) => own[other]);
    return value - median(around.sort());
  });
  const spread = robustSpread(residuals);
  if (!(spread < MOST_UNEXPLAINED * robustSpread(own))) return [];
  return [...residuals.keys()].filter((place) => Math.abs(residuals[place]) > LARGEST_RESIDUAL * spread);
}

/** Rows far from the median of rows with equal features; null where features hardly ever come again. */
function compareReplicates({ table, target }: Evidence, values: Float64Array): RowSet | null {
  const features = table.columns.map((_, column) => column).filter((column) => column !== target);
  const groups = groupEqual(hashRows(table, features)).filter((group) => group.length > 2);
  const members = groups.reduce((sum, group) => sum + group.length, 0);
  if (features.length === 0 || members < table.rows / 2) return null;
  const residuals = new Float64Array(table.rows).fill(NaN);
  for (const group of groups) {
    const centre = median(sortFinite(Float64Array.from(group, (row) => values[row])));
    for (const row of group) residuals[row] = values[row] - centre;
  }
  const spread = robustSpread(residuals);
  const rows = new RowSet(table.rows);
  residuals.forEach((residual, row) => {
    if (spread > 0 && Math.abs(residual) > LARGEST_RESIDUAL * spread) rows.add(row);
  });
  return rows;
}

function robustSpread(values: Float64Array): number {
  const sorted = sortFinite(values);
  return 1.4826 * medianDeviation(sorted, median(sorted));
}
