import { slopesAt } from '../../autodiff/sweep.js';
import { leftValueAt, rightValueAt, type Tape } from '../../model/tape.js';
import type { Alteration, Side } from './alterations.js';

/** Which executions of a place are altered. */
export type Instances = 'all' | 'all but the first' | 'all but the last' | 'the first' | 'the last';

/** One mistake as it would be made in a backward pass. */
export interface Change {
  readonly edge: Edge;
  /** What stands in place of the derivative; a factor multiplies it. */
  readonly alteration: Alteration | { readonly factor: number };
  readonly instances: Instances;
}

/**
 * All executions of one place in the source by one operand: the derivative of the operation there by that operand. A
 * chain is several operations on one number in a row, taken as one function of the number at its start.
 */
export interface Edge {
  readonly site: number;
  readonly operation: number;
  /** `both` where the two operands are the same number (x·x). */
  readonly side: Side | 'both';
  /** Entries of the tape, in order. */
  readonly entries: Int32Array;
  /** Operations in the chain; 1 for a single operation. */
  readonly length: number;
}

/** The local derivative of an edge at one of its entries: right operand's, left operand's, both, or along the chain. */
export function edgeSlope(tape: Tape, edge: Edge, entry: number): number {
  let slope = 1;
  for (let i = entry, k = 0; k < edge.length; k++) {
    const [left, right] = slopesAt(tape, i);
    if (edge.length === 1 && edge.side !== 'both') return edge.side === 'left' ? left : right;
    slope *= left + right;
    i = tape.left[i] || tape.right[i];
  }
  return slope;
}

/** The entry that an edge leads back to. */
export function edgeStart(tape: Tape, edge: Edge, entry: number): number {
  if (edge.length === 1) return edge.side === 'right' ? tape.right[entry] : tape.left[entry];
  let i = entry;
  for (let k = 0; k < edge.length; k++) i = tape.left[i] || tape.right[i];
  return i;
}

/** What a change puts in the place of the derivative at one entry. */
export function alteredSlope(tape: Tape, { edge, alteration }: Change, entry: number, slope: number): number {
  if ('factor' in alteration) return alteration.factor * slope;
  if (edge.length === 1 && edge.side !== 'both') {
    return alteration.slope(leftValueAt(tape, entry), rightValueAt(tape, entry), tape.value[entry], slope);
  }
  return alteration.slope(tape.value[edgeStart(tape, edge, entry)], 0, tape.value[entry], slope);
}

/** Whether the n-th of `count` executions is altered. */
export function isAltered(instances: Instances, n: number, count: number): boolean {
  switch (instances) {
    case 'all':
      return true;
    case 'the first':
      return n === 0;
    case 'the last':
      return n === count - 1;
    case 'all but the first':
      return n > 0;
    case 'all but the last':
      return n < count - 1;
  }
}

/** The gradient that comes out when local derivatives are changed as told: a reverse sweep with the changes in place. */
export function sweepAltered(tape: Tape, changes: readonly Change[]): Float64Array {
  /** What is passed back in place of an entry's own: from entry to (start, difference of slopes). */
  const extra = new Map<number, { start: number; difference: number }[]>();
  for (const change of changes) {
    const { entries } = change.edge;
    entries.forEach((entry, n) => {
      if (!isAltered(change.instances, n, entries.length)) return;
      const slope = edgeSlope(tape, change.edge, entry);
      const difference = alteredSlope(tape, change, entry, slope) - slope;
      const list = extra.get(entry) ?? [];
      list.push({ start: edgeStart(tape, change.edge, entry), difference });
      extra.set(entry, list);
    });
  }
  const adjoints = new Float64Array(tape.length);
  adjoints[tape.output] = 1;
  for (let i = tape.output; i > tape.inputs; i--) {
    const adjoint = adjoints[i];
    if (adjoint === 0) continue;
    const [left, right] = slopesAt(tape, i);
    if (tape.left[i] !== 0) adjoints[tape.left[i]] += adjoint * left;
    if (tape.right[i] !== 0) adjoints[tape.right[i]] += adjoint * right;
    for (const { start, difference } of extra.get(i) ?? []) adjoints[start] += adjoint * difference;
  }
  return adjoints.slice(1, 1 + tape.inputs);
}
