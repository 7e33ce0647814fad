import { DIVIDE, MULTIPLY } from '../../../autodiff/operations.js';
import { leftValueAt, operationAt, rightValueAt, siteAt, type Tape } from '../../../model/tape.js';
import type { Alteration } from '../alteration.js';
import { substitution } from '../build-alterations.js';
import type { Edge } from '../edge.js';

/** The other factor before the operation that made it, or after one that takes it: a step too early or too late. */
export function fromNeighbours(tape: Tape, edge: Edge): Alteration[] {
  const factors = Int32Array.from(edge.entries, (i) => (edge.kind === 'left' ? tape.right[i] : tape.left[i]));
  if (factors.some((i) => i <= tape.inputs)) return [];
  const site = siteAt(tape, factors[0]);
  const found: Alteration[] = [];
  if (factors.every((i) => siteAt(tape, i) === site)) {
    const before = [
      Float64Array.from(factors, (i) => leftValueAt(tape, i)),
      Float64Array.from(factors, (i) => rightValueAt(tape, i)),
    ];
    const operation = operationAt(tape, factors[0]);
    for (const operand of [0, 1] as const) {
      // A product or a quotient without one of its own factors is told as such.
      if (operation === MULTIPLY || (operation === DIVIDE && operand === 0)) continue;
      found.push(substitution(`before ${site} ${operand}`, '', before[operand], { site, operand }));
    }
  }
  for (const [later, values] of valuesAfter(tape, factors, edge.site))
    found.push(substitution(`after ${later}`, '', values, { site: later }));
  return found;
}

/** Values of the operations, by site, that take each of some entries once. */
function valuesAfter(tape: Tape, entries: Int32Array, exceptSite: number): Map<number, Float64Array> {
  const wanted = new Set(entries);
  const results = new Map<number, Map<number, number>>();
  for (let i = tape.inputs + 1; i <= tape.output; i++) {
    for (const operand of [tape.left[i], tape.right[i]]) {
      if (!wanted.has(operand)) continue;
      const site = siteAt(tape, i);
      if (site === exceptSite) continue;
      const values = results.get(site) ?? new Map<number, number>();
      if (!values.has(operand)) values.set(operand, tape.value[i]);
      results.set(site, values);
    }
  }
  return new Map(
    [...results]
      .filter(([, values]) => values.size === wanted.size)
      .map(([site, values]) => [site, Float64Array.from(entries, (i) => values.get(i)!)]),
  );
}
