import type { DesignFactor } from './design-factor.js';
import { decomposeSingular } from './singular-values.js';

/** Belsley, Kuh and Welsch (1980): a condition index above 30 shows a strong dependency. */
const LARGEST_INDEX = 30;

/** A column is part of a dependency where it has at least this share in the directions that nearly vanish. */
const LEAST_SHARE = 0.01;
/** Two columns are part of the same one where their shares go together. */
const LEAST_LINK = 0.1;

interface Dependency {
  /** Places of its columns in the design. */
  readonly places: readonly number[];
  /** The one that has most part in it. */
  readonly superfluous: number;
  /** Condition index of these columns by themselves. */
  readonly index: number;
}

/** Rounds of leaving columns out, each of which decomposes what is left. */
const MOST_ROUNDS = 20;

/** Columns to leave out until no near-dependency is left: of each, the one that has most part in it, again and again. */
export function chooseSuperfluous(factor: DesignFactor): number[] {
  let left = Array.from({ length: factor.size - 1 }, (_, place) => place);
  const superfluous: number[] = [];
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const r = [factor.r[0], ...left.map((place) => factor.r[place + 1])];
    const worst = new Set(findDependencies({ ...factor, r, size: r.length }).map((found) => left[found.superfluous]));
    if (worst.size === 0) break;
    superfluous.push(...worst);
    left = left.filter((place) => !worst.has(place));
  }
  return superfluous.sort((a, b) => a - b);
}

/**
 * The near-dependencies among centred, scaled columns: the right singular vectors whose singular value is less than 1/30
 * of the largest, and the groups of columns that they join. Columns are grouped by the projection onto these vectors,
 * which does not depend on the basis that the decomposition happened to choose.
 */
export function findDependencies({ r, size, rows }: DesignFactor): Dependency[] {
  if (size < 3 || rows < size) return [];
  // Columns are centred, so that what is left of the first row is rounding, and missing cells.
  const centred = r.slice(1).map((column) => column.slice(1));
  const lengths = centred.map((column) => Math.hypot(...column));
  const varying = centred.map((_, j) => j).filter((j) => lengths[j] > 1e-12 * Math.sqrt(rows));
  const units = varying.map((j) => centred[j].map((value) => value / lengths[j]));
  const { values, vectors } = decomposeSingular(units);
  const weak = vectors.filter((_, k) => values[0] > LARGEST_INDEX * values[k]);
  if (weak.length === 0) return [];
  const share = (i: number, j: number): number => weak.reduce((sum, vector) => sum + vector[i] * vector[j], 0);
  const members = varying.map((_, i) => i).filter((i) => share(i, i) > LEAST_SHARE);
  const groups: number[][] = [];
  for (const member of members) {
    const linked = groups.filter((group) =>
      group.some((other) => share(member, other) ** 2 > LEAST_LINK ** 2 * share(member, member) * share(other, other)),
    );
    for (const group of linked) groups.splice(groups.indexOf(group), 1);
    groups.push([...linked.flat(), member]);
  }
  return groups
    .filter((group) => group.length > 1)
    .map((group) => {
      const heaviest = group.reduce((best, i) => (share(i, i) >= share(best, best) * (1 - 1e-3) ? i : best));
      const own = decomposeSingular(group.map((i) => units[i])).values;
      return {
        superfluous: varying[heaviest],
        places: group.sort((x, y) => x - y).map((i) => varying[i]),
        index: own[0] / own[own.length - 1],
      };
    });
}
