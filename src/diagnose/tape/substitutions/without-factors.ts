import { DIVIDE, MULTIPLY } from '../../../autodiff/operations.js';
import { leftValueAt, operationAt, rightValueAt, siteAt, type Tape } from '../../../model/tape.js';
import type { Alteration } from '../alteration.js';
import { substitution } from '../build-alterations.js';
import type { Edge } from '../edge.js';

/** Factors of a product that is itself a factor, looked for this deep. */
const MOST_FACTORS = 5;

/** The other factor is a product or a quotient: without one of its own factors. */
export function withoutFactors(tape: Tape, edge: Edge): Alteration[] {
  const found: Alteration[] = [];
  for (let k = 0; k < MOST_FACTORS; k++) {
    const values = new Float64Array(edge.entries.length);
    let source: Alteration['source'];
    for (let n = 0; n < values.length; n++) {
      const entry = edge.entries[n];
      const factor = listFactors(tape, edge.kind === 'left' ? tape.right[entry] : tape.left[entry])[k];
      if (!factor || factor.value === 0) return found;
      source ??= { site: factor.site, operand: factor.operand };
      values[n] = edge.slopes[n] / factor.value;
    }
    found.push({ ...substitution(`without factor ${k}`, '', values, source), code: 'missing-factor' });
  }
  return found;
}

/** The factors of a product of products and quotients, outermost first, each with the place it stands in. */
function listFactors(tape: Tape, entry: number): { value: number; site: number; operand: 0 | 1 }[] {
  if (entry <= tape.inputs) return [];
  const operation = operationAt(tape, entry);
  if (operation !== MULTIPLY && operation !== DIVIDE) return [];
  const site = siteAt(tape, entry);
  const right = rightValueAt(tape, entry);
  return [
    { value: operation === MULTIPLY ? right : 1 / right, site, operand: 1 },
    { value: leftValueAt(tape, entry), site, operand: 0 },
    ...listFactors(tape, tape.left[entry]),
  ];
}
