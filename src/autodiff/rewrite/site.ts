/** A place in the rewritten text whose operations are recorded under one number. */
export interface Site {
  /** Offsets in the text that was rewritten, of the whole expression. */
  readonly start: number;
  readonly end: number;
  /** The operator or function: `*`, `Math.tanh`. */
  readonly operation: string;
  /** Offsets of the operands, where there are such. */
  readonly operands: readonly (readonly [start: number, end: number])[];
}
