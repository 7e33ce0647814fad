import { MULTIPLY } from '../../../autodiff/operations.js';
import type { Tape } from '../../../model/tape.js';
import type { Edge } from '../edge.js';
import { ElementFinder } from './element-finder.js';
import { factorAlong, WAYS } from './list-products.js';
import type { Term } from './list-terms.js';
import type { LearnedFrom } from './match-learned.js';
import { ValueClasses } from './value-classes.js';

/**
 * The name of what is wrong with terms that are products of an adjoint of the loss, as they should be, and of another factor
 * than it should be; null where they are not. With other elements of what it should be, an index is wrong.
 */
export function nameFactors(
  { tape, adjoints, leaves, backward, rounding }: LearnedFrom,
  edge: Edge,
  terms: readonly Term[],
): 'off-by-one' | 'permuted' | 'wrong-derivative' | null {
  if (edge.operation !== MULTIPLY || edge.kind === 'composite') return null;
  const passed = new ValueClasses(
    Float64Array.from(edge.entries, (entry) => adjoints[entry]),
    rounding,
  );
  for (const way of WAYS) {
    const factors = readFactors(backward.tape, terms, way, passed);
    if (factors === null) continue;
    if (!new ElementFinder(tape, leaves, edge, rounding).holdsAll(factors)) return 'wrong-derivative';
    return isSameBag(factors, edge.slopes, rounding) ? 'permuted' : 'off-by-one';
  }
  return null;
}

/** The other factors of some terms; null where one of them passes on something else. */
function readFactors(tape: Tape, terms: readonly Term[], way: string, passed: ValueClasses): number[] | null {
  const factors: number[] = [];
  for (const { entry, value } of terms) {
    if (value === 0) continue;
    const factor = factorAlong(tape, entry, way);
    if (factor === 0 || passed.classOf(tape.value[factor]) < 0) return null;
    factors.push(tape.value[entry] / tape.value[factor]);
  }
  return factors.length > 0 ? factors : null;
}

/** Whether two lists hold the same sizes in whatever order. */
function isSameBag(a: readonly number[], b: Float64Array, rounding: number): boolean {
  const [first, second] = [a, b].map((list) => Array.from(list, Math.abs).sort((x, y) => x - y));
  return first.length === second.length && first.every((x, n) => Math.abs(x - second[n]) <= rounding * second[n]);
}
