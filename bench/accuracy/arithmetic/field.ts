/** The arithmetic a loss is written in, so that one source runs in float64, float32, 64 digits, or on a tape. */
export interface Field<T> {
  of(x: number): T;
  /** Nearest float64; for branches and reports. */
  toNumber(x: T): number;
  add(...terms: readonly (T | number)[]): T;
  sub(a: T | number, b: T | number): T;
  mul(...factors: readonly (T | number)[]): T;
  div(a: T | number, b: T | number): T;
  square(a: T): T;
  /** A constant power. */
  pow(a: T, exponent: number): T;
  exp(a: T): T;
  log(a: T): T;
  sqrt(a: T): T;
  sin(a: T): T;
  cos(a: T): T;
  atan(a: T): T;
  tanh(a: T): T;
  abs(a: T): T;
  max(a: T | number, b: T | number): T;
}

/** A function of some numbers, in any arithmetic. */
export type Formula = <T>(field: Field<T>, x: readonly T[]) => T;
