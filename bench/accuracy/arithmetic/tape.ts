import type { Field, Formula } from './field.js';

/** A value with what it was made from: ∂value/∂parent for each parent. */
interface Recorded<T> {
  readonly value: T;
  readonly parents: readonly (readonly [Recorded<T>, T])[];
  adjoint: T;
}

/**
 * The gradient of a formula by reverse accumulation in any arithmetic: in float64 what a careful user would write, in
 * float32 what a float32 back-propagation gives, in 64 digits the truth.
 * At ties |0| has slope 0 and max takes its first argument: subgradients, as frameworks choose them.
 */
export function reverseGradient<T>(base: Field<T>, formula: Formula, x: readonly T[]): T[] {
  const zero = base.of(0);
  const one = base.of(1);
  const tape: Recorded<T>[] = [];
  const record = (value: T, ...parents: (readonly [Recorded<T>, T])[]): Recorded<T> => {
    const node = { value, parents, adjoint: zero };
    tape.push(node);
    return node;
  };
  const lift = (a: Recorded<T> | number): Recorded<T> => (typeof a === 'number' ? record(base.of(a)) : a);
  const field: Field<Recorded<T>> = {
    of: (a) => record(base.of(a)),
    toNumber: (a) => base.toNumber(a.value),
    add: (...terms) => {
      const nodes = terms.map(lift);
      return record(base.add(...nodes.map((node) => node.value)), ...nodes.map((node) => [node, one] as const));
    },
    sub: (a, b) => {
      const [p, q] = [lift(a), lift(b)];
      return record(base.sub(p.value, q.value), [p, one], [q, base.of(-1)]);
    },
    mul: (...factors) => {
      const multiply = (p: Recorded<T>, q: Recorded<T>): Recorded<T> =>
        record(base.mul(p.value, q.value), [p, q.value], [q, p.value]);
      return factors.map(lift).reduce(multiply);
    },
    div: (a, b) => {
      const [p, q] = [lift(a), lift(b)];
      const value = base.div(p.value, q.value);
      return record(value, [p, base.div(one, q.value)], [q, base.div(base.sub(zero, value), q.value)]);
    },
    square: (a) => record(base.square(a.value), [a, base.mul(2, a.value)]),
    pow: (a, exponent) => record(base.pow(a.value, exponent), [a, base.mul(exponent, base.pow(a.value, exponent - 1))]),
    exp: (a) => {
      const value = base.exp(a.value);
      return record(value, [a, value]);
    },
    log: (a) => record(base.log(a.value), [a, base.div(one, a.value)]),
    sqrt: (a) => {
      const value = base.sqrt(a.value);
      return record(value, [a, base.div(0.5, value)]);
    },
    sin: (a) => record(base.sin(a.value), [a, base.cos(a.value)]),
    cos: (a) => record(base.cos(a.value), [a, base.sub(zero, base.sin(a.value))]),
    atan: (a) => record(base.atan(a.value), [a, base.div(one, base.add(one, base.square(a.value)))]),
    tanh: (a) => {
      const value = base.tanh(a.value);
      return record(value, [a, base.sub(one, base.square(value))]);
    },
    abs: (a) => record(base.abs(a.value), [a, base.of(Math.sign(base.toNumber(a.value)))]),
    max: (a, b) => {
      const [p, q] = [lift(a), lift(b)];
      const value = base.max(p.value, q.value);
      return record(value, [base.toNumber(base.sub(value, p.value)) === 0 ? p : q, one]);
    },
  };
  const inputs = x.map((value) => record(value));
  const output = formula(field, inputs);
  output.adjoint = one;
  for (let k = tape.indexOf(output); k >= 0; k--) {
    const { adjoint, parents } = tape[k];
    for (const [parent, partial] of parents) parent.adjoint = base.add(parent.adjoint, base.mul(adjoint, partial));
  }
  return inputs.map((input) => input.adjoint);
}
