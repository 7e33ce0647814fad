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
  readonly index: number;
}

/** Columns to leave out until no near-dependency is left: of each, the one that has most part in it, again and again. */
export function chooseSuperfluous(factor: DesignFactor): number[] {
  const left = Array.from({ length: factor.size - 1 }, (_, place) => place);
  const superfluous: number[] = [];
  for (;;) {
    const r = [factor.r[0], ...left.map((place) => factor.r[place + 1])];
    const [worst] = findDependencies({ ...factor, r, size: r.length }).sort((a, b) => b.index - a.index);
    if (!worst) return superfluous.sort((a, b) => a - b);
    superfluous.push(...left.splice(worst.superfluous, 1));
  }
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
  const { values, vectors } = decomposeSingular(varying.map((j) => centred[j].map((value) => value / lengths[j])));
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
      // The strongest dependency that lies in the group.
      const index = Math.max(
        ...vectors.map((vector, k) =>
          group.reduce((sum, i) => sum + vector[i] ** 2, 0) > 0.5 ? values[0] / values[k] : 0,
        ),
      );
      const heaviest = group.reduce((best, i) => (share(i, i) >= share(best, best) * (1 - 1e-3) ? i : best));
      return { superfluous: varying[heaviest], places: group.sort((a, b) => a - b).map((i) => varying[i]), index };
    });
}
