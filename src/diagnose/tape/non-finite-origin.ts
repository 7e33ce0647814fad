import { OPERATIONS } from '../../autodiff/operations.js';
import { leftValueAt, operationAt, rightValueAt, siteAt, type Tape } from '../../model/tape.js';

/** The first operation of a run that made a NaN or an infinity out of finite numbers. */
export interface NonFiniteOrigin {
  readonly site: number;
  readonly value: number;
  readonly operands: readonly number[];
}

/** Looks through a tape for where something non-finite was born; null where nothing was. */
export function findNonFiniteOrigin(tape: Tape): NonFiniteOrigin | null {
  for (let i = tape.inputs + 1; i < tape.length; i++) {
    const value = tape.value[i];
    if (Number.isFinite(value)) continue;
    const isUnary = OPERATIONS[operationAt(tape, i)].arity === 1;
    const operands = isUnary ? [leftValueAt(tape, i)] : [leftValueAt(tape, i), rightValueAt(tape, i)];
    return { site: siteAt(tape, i), value, operands };
  }
  return null;
}
