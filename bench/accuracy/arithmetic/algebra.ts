import type { Field } from './field.js';

export function sum<T>(f: Field<T>, terms: readonly T[]): T {
  return terms.length === 0 ? f.of(0) : f.add(...terms);
}

export function sumOfSquares<T>(f: Field<T>, terms: readonly T[]): T {
  return sum(
    f,
    terms.map((term) => f.square(term)),
  );
}

export function dot<T>(f: Field<T>, a: readonly T[], b: readonly (T | number)[]): T {
  return sum(
    f,
    a.map((value, i) => f.mul(value, b[i])),
  );
}

/** W·v + b for a row-major W of as many rows as b is long. */
export function affine<T>(f: Field<T>, w: readonly T[], v: readonly (T | number)[], b: readonly T[]): T[] {
  return b.map((bias, i) => f.add(dot(f, w.slice(i * v.length, (i + 1) * v.length), v), bias));
}

/** 1/(1 + e^−a), without overflow on either side. */
export function sigmoid<T>(f: Field<T>, a: T): T {
  if (f.toNumber(a) >= 0) return f.div(1, f.add(1, f.exp(f.mul(-1, a))));
  const e = f.exp(a);
  return f.div(e, f.add(1, e));
}

/** log(1 + e^a). */
export function softplus<T>(f: Field<T>, a: T): T {
  return f.toNumber(a) > 0 ? f.add(a, f.log(f.add(1, f.exp(f.mul(-1, a))))) : f.log(f.add(1, f.exp(a)));
}

/** log Σ e^a_i, shifted by the largest. */
export function logSumExp<T>(f: Field<T>, a: readonly T[]): T {
  const shift = Math.max(...a.map((value) => f.toNumber(value)));
  return f.add(
    f.log(
      sum(
        f,
        a.map((value) => f.exp(f.sub(value, shift))),
      ),
    ),
    shift,
  );
}

export function softmax<T>(f: Field<T>, a: readonly T[]): T[] {
  const shift = Math.max(...a.map((value) => f.toNumber(value)));
  const e = a.map((value) => f.exp(f.sub(value, shift)));
  const total = sum(f, e);
  return e.map((value) => f.div(value, total));
}
