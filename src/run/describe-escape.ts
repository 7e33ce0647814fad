import type { EscapeReport, Share } from '../check/hessian-report.js';
import { describeDirection } from '../curvature/describe-direction.js';
import { findEscape } from '../curvature/escape.js';
import { indexInLeaf } from '../model/tree-layout.js';
import { drive } from '../numdiff/index.js';
import { takeActive, type CurvatureSetting } from './curvature-setting.js';

/** Parameters told of a direction. */
const MOST_SHARES = 10;

/** How a direction over the active entries is spread over the parameters. */
export function shareOf({ domain, blocks }: CurvatureSetting, vector: ArrayLike<number>): Share[] {
  return describeDirection(vector, blocks)
    .slice(0, MOST_SHARES)
    .map(({ path, share, position, component }) => {
      const { leaf, positions } = blocks.find((block) => block.path === path)!;
      const index = indexInLeaf(leaf, domain.active[positions[position]] - leaf.offset);
      return { path, share, index, component };
    });
}

export interface EscapeFacts {
  /** Over all parameters, as the vector. */
  readonly gradient: Float64Array;
  readonly vector: Float64Array;
  readonly eigenvalue: number;
  /** What the loss changes by over typical sizes. */
  readonly change: number;
}

/** Walks along the most negative curvature until the loss has fallen by 1 %, of what it changes by where it is 0. */
export async function describeEscape(
  setting: CurvatureSetting,
  { gradient, vector, eigenvalue, change }: EscapeFacts,
): Promise<EscapeReport> {
  const { prepared, loss, noise, domain } = setting;
  const { point, objective } = prepared;
  const escape = await drive(
    findEscape({
      point,
      loss,
      scale: Math.abs(loss) > noise.bound ? Math.abs(loss) : change,
      gradient,
      vector,
      curvature: eigenvalue,
      lower: domain.lower,
      upper: domain.upper,
    }),
    objective.lossAround(point),
  );
  return {
    eigenvalue,
    direction: shareOf(setting, takeActive(domain, escape.direction)),
    distance: escape.distance,
    foreseenDistance: escape.foreseen,
    fall: escape.fall,
    loss: escape.loss,
  };
}
