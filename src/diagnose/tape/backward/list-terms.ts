import { ADD, DIVIDE, MULTIPLY, NEGATE, ROUND_FLOAT32, SUBTRACT } from '../../../autodiff/operations.js';
import { leftValueAt, operationAt, rightValueAt, siteAt, type Tape } from '../../../model/tape.js';
import type { BackwardPass } from './backward-pass.js';

/** What one operation of the gradient adds to one number of its result. */
export interface Term {
  /** The operation's entry on the tape of the gradient. */
  readonly entry: number;
  /** Place in the flat vector. */
  readonly to: number;
  readonly value: number;
}

/** Terms that are looked through: numbers that sum up earlier ones have very many. */
const MOST_TERMS = 2e6;

/** The terms of the numbers of a gradient, by the place that makes them; null where there are too many. */
export function listTerms({ tape, results }: BackwardPass): Map<number, Term[]> | null {
  const bySite = new Map<number, Term[]>();
  let left = MOST_TERMS;
  for (const [to, result] of results.entries()) {
    if (result === 0) continue;
    const open = openSum(tape, result);
    while (open.length > 0) {
      if (left-- === 0) return null;
      const { entry, weight } = open.pop()!;
      const operation = operationAt(tape, entry);
      if (entry > tape.inputs && SUMS.has(operation)) {
        const [l, r] = [tape.left[entry], tape.right[entry]];
        const isMinus = operation === NEGATE;
        if (l !== 0) open.push({ entry: l, weight: isMinus ? -weight : weight });
        if (r !== 0) open.push({ entry: r, weight: operation === SUBTRACT ? -weight : weight });
        continue;
      }
      const site = entry > tape.inputs ? siteAt(tape, entry) : 0;
      const terms = bySite.get(site);
      const term = { entry, to, value: weight * tape.value[entry] };
      if (terms) terms.push(term);
      else bySite.set(site, [term]);
    }
  }
  return bySite;
}

const SUMS: ReadonlySet<number> = new Set([ADD, SUBTRACT, NEGATE, ROUND_FLOAT32]);

interface Weighted {
  readonly entry: number;
  readonly weight: number;
}

/** A result, or the sum of a loop that it is a multiple of, as a mean is. */
function openSum(tape: Tape, result: number): Weighted[] {
  const operation = operationAt(tape, result);
  const [l, r] = [tape.left[result], tape.right[result]];
  const isMultiple = (operation === MULTIPLY && (l === 0 || r === 0)) || (operation === DIVIDE && r === 0);
  const sum = l === 0 ? r : l;
  if (result <= tape.inputs || !isMultiple || !isLoop(tape, sum)) return [{ entry: result, weight: 1 }];
  const constant = l === 0 ? leftValueAt(tape, result) : rightValueAt(tape, result);
  return [{ entry: sum, weight: operation === DIVIDE ? 1 / constant : constant }];
}

/** A sum that the same place adds to over and over. */
function isLoop(tape: Tape, sum: number): boolean {
  if (sum <= tape.inputs || !SUMS.has(operationAt(tape, sum))) return false;
  const before = tape.left[sum];
  return before > tape.inputs && siteAt(tape, before) === siteAt(tape, sum);
}
