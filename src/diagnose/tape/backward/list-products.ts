import { DIVIDE, MULTIPLY } from '../../../autodiff/operations.js';
import { operationAt, siteAt, type Tape } from '../../../model/tape.js';

/**
 * All executions of a product in the user's gradient, read as one of its factors times the rest: as an adjoint that is
 * passed on, times a derivative.
 */
export interface Products {
  readonly site: number;
  /** Which factor it is, from the product down: `L`, `R`, `LL`, … */
  readonly way: string;
  /** Value of the factor at each execution. */
  readonly passed: Float64Array;
  /** Value of the rest. */
  readonly slopes: Float64Array;
}

/** Products within products are opened this far. */
const MOST_DEPTH = 4;

/** The products of a tape, by place and factor. */
export function listProducts(tape: Tape): Products[] {
  const groups = new Map<string, { site: number; way: string; passed: number[]; slopes: number[] }>();
  const { value, left, right, length, inputs } = tape;
  const open = (product: number, entry: number, way: string): void => {
    const operation = operationAt(tape, entry);
    if (way.length === MOST_DEPTH || entry <= inputs || (operation !== MULTIPLY && operation !== DIVIDE)) return;
    note(product, left[entry], `${way}L`);
    if (operation === MULTIPLY) note(product, right[entry], `${way}R`);
  };
  const note = (product: number, factor: number, way: string): void => {
    if (factor <= inputs) return;
    const key = `${siteAt(tape, product)} ${way}`;
    let group = groups.get(key);
    if (!group) groups.set(key, (group = { site: siteAt(tape, product), way, passed: [], slopes: [] }));
    group.passed.push(value[factor]);
    group.slopes.push(value[product] / value[factor]);
    open(product, factor, way);
  };
  for (let i = inputs + 1; i < length; i++) open(i, i, '');
  return [...groups.values()].map(({ site, way, passed, slopes }) => ({
    site,
    way,
    passed: Float64Array.from(passed),
    slopes: Float64Array.from(slopes),
  }));
}

/** Ways to a factor, the shortest first. */
export const WAYS: readonly string[] = ['L', 'R', 'LL', 'LR', 'RL', 'RR'];

/** The factor of a product that a way leads to; 0 where there is none, or it is no number that depends on the parameters. */
export function factorAlong(tape: Tape, product: number, way: string): number {
  let at = product;
  for (const side of way) {
    const operation = at > tape.inputs ? operationAt(tape, at) : 0;
    if (operation !== MULTIPLY && (operation !== DIVIDE || side === 'R')) return 0;
    at = side === 'L' ? tape.left[at] : tape.right[at];
  }
  return at;
}
