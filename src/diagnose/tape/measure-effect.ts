import type { Leaf } from '../../model/tree-layout.js';
import type { Effect } from './naming.js';
import type { SearchProblem } from './search-problem.js';

/** What stands in the claimed gradient of some parameters, against the exact one: the factor by least squares, if one is. */
export function measureEffect(
  { claimed, exact, isWrong, isFloat32 }: Pick<SearchProblem, 'claimed' | 'exact' | 'isWrong' | 'isFloat32'>,
  leaves: readonly Leaf[],
): Effect {
  const entries = leaves.flatMap(({ offset, size }) => Array.from({ length: size }, (_, k) => offset + k));
  const sum = (term: (i: number) => number): number => entries.reduce((total, i) => total + term(i), 0);
  const wrongEntries = entries.filter(isWrong).length;
  const under = sum((i) => exact[i] ** 2);
  const factor = under > 0 ? sum((i) => claimed[i] * exact[i]) / under : NaN;
  const residual = sum((i) => (claimed[i] - factor * exact[i]) ** 2);
  const size = sum((i) => claimed[i] ** 2 + exact[i] ** 2);
  const tolerance = isFloat32 ? 1e-4 : 1e-8;
  const isConstant =
    Number.isFinite(factor) && (wrongEntries > 1 || factor === 0) && Math.sqrt(residual) <= tolerance * Math.sqrt(size);
  return { factor: isConstant ? Number(factor.toPrecision(9)) : null, wrongEntries };
}
