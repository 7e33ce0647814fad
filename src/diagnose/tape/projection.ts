import type { Leaf, TreeLayout } from '../../model/tree-layout.js';

/**
 * A gradient seen through a few random linear functionals of each parameter: v·g. What a mistake does to v·g is a
 * tangent away (forward mode), so all places and all alterations are screened by some tens of sweeps.
 */
export interface Projection {
  /** Directions, flat, each zero outside its group of parameters. */
  readonly directions: readonly Float64Array[];
  /** The group of each direction. */
  readonly groupOf: readonly number[];
  readonly groups: readonly ProjectionGroup[];
}

/** A parameter that is wrong, or several that are right, seen together. */
export interface ProjectionGroup {
  readonly leaves: readonly Leaf[];
  readonly isWrong: boolean;
}

/** Functionals of a parameter; fewer where it has fewer entries. */
const MOST_PER_GROUP = 4;
/** Wrong parameters looked at one by one; of more, the rest is one group. */
const MOST_WRONG_GROUPS = 12;

export function createProjection(
  { leaves, size }: TreeLayout,
  wrong: readonly Leaf[],
  scaleAt: (i: number) => number,
  random: () => number,
): Projection {
  const right = leaves.filter((leaf) => leaf.size > 0 && !wrong.includes(leaf));
  const alone = wrong.slice(0, MOST_WRONG_GROUPS);
  const rest = wrong.slice(MOST_WRONG_GROUPS);
  const groups: ProjectionGroup[] = [
    ...alone.map((leaf) => ({ leaves: [leaf], isWrong: true })),
    ...(rest.length > 0 ? [{ leaves: rest, isWrong: true }] : []),
    ...(right.length > 0 ? [{ leaves: right, isWrong: false }] : []),
  ];
  const directions: Float64Array[] = [];
  const groupOf: number[] = [];
  groups.forEach((group, g) => {
    const entries = group.leaves.reduce((sum, leaf) => sum + leaf.size, 0);
    for (let k = 0; k < Math.min(MOST_PER_GROUP, entries); k++) {
      const direction = new Float64Array(size);
      for (const leaf of group.leaves) {
        for (let i = leaf.offset; i < leaf.offset + leaf.size; i++) {
          direction[i] = (random() < 0.5 ? -1 : 1) * (0.5 + random()) * scaleAt(i);
        }
      }
      directions.push(direction);
      groupOf.push(g);
    }
  });
  return { directions, groupOf, groups };
}

/** One functional of a gradient. */
function projectOne({ directions, groupOf, groups }: Projection, f: number, gradient: Float64Array): number {
  const direction = directions[f];
  let sum = 0;
  // Outside of its group a direction is zero.
  for (const { offset, size } of groups[groupOf[f]].leaves)
    for (let i = offset; i < offset + size; i++) sum += direction[i] * gradient[i];
  return sum;
}

/** Each functional of a gradient. */
export function project(projection: Projection, gradient: Float64Array): Float64Array {
  return Float64Array.from(projection.directions, (_, f) => projectOne(projection, f, gradient));
}

/** The same of sizes: Σ|v|·|g|, against which rounding is measured. */
export function projectSizes({ directions }: Projection, ...gradients: Float64Array[]): Float64Array {
  return Float64Array.from(directions, (direction) =>
    direction.reduce(
      (sum, v, i) => (v === 0 ? sum : sum + Math.abs(v) * gradients.reduce((s, g) => s + Math.abs(g[i]), 0)),
      0,
    ),
  );
}
