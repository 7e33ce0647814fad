import { gatherPoints } from '../cloud.js';
import type { Detector, Evidence } from '../evidence.js';
import { findNeighbours } from '../nearest-neighbours.js';
import { oddClasses } from '../odd-classes.js';
import { compareReplicates, oddNumbers } from '../odd-numbers.js';
import { RowSet } from '../rows.js';
import type { Finding } from '../types.js';
import { quantity } from '../words.js';

const NEIGHBOURS = 10;
const FEWEST_ROWS = 50;

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
