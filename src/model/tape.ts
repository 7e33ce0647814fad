/**
 * What one run of a loss over tracked numbers left behind, as columns: entry i is the i-th operation. Entry 0 stands
 * for all constants, entries 1 to `inputs` are the parameters, in the order of the flat vector.
 */
export interface Tape {
  /** Entries in use, entry 0 included. */
  readonly length: number;
  /** Number of parameters. */
  readonly inputs: number;
  /** The entry of the result; 0 where the result does not depend on any parameter. */
  readonly output: number;
  /** The result itself. */
  readonly result: number;
  /** Operation (low 8 bits, an index into the table of operations) and site (the bits above). */
  readonly code: Int32Array;
  /** Entry of the left operand; 0 for a constant. */
  readonly left: Int32Array;
  /** Entry of the right operand; 0 for a constant, or none. */
  readonly right: Int32Array;
  /** The value of each entry. */
  readonly value: Float64Array;
  /** The value of the operand that is a constant, if one is. */
  readonly constant: Float64Array;
}

/** Bits of `code` that hold the operation. */
export const OPERATION_BITS = 8;
export const OPERATION_MASK = (1 << OPERATION_BITS) - 1;

export function operationAt(tape: Tape, entry: number): number {
  return tape.code[entry] & OPERATION_MASK;
}

export function siteAt(tape: Tape, entry: number): number {
  return tape.code[entry] >>> OPERATION_BITS;
}

export function leftValueAt({ left, value, constant }: Tape, entry: number): number {
  return left[entry] === 0 ? constant[entry] : value[left[entry]];
}

export function rightValueAt({ right, value, constant }: Tape, entry: number): number {
  return right[entry] === 0 ? constant[entry] : value[right[entry]];
}

/** A tape with columns of its own: those of a recording are written over by the next one. */
export function copyTape(tape: Tape): Tape {
  const { length, inputs, output, result } = tape;
  return {
    length,
    inputs,
    output,
    result,
    code: tape.code.slice(0, length),
    left: tape.left.slice(0, length),
    right: tape.right.slice(0, length),
    value: tape.value.slice(0, length),
    constant: tape.constant.slice(0, length),
  };
}
