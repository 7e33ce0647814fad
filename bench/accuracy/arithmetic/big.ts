import { all, create, type BigNumber } from 'mathjs';
import type { Field } from './field.js';

/** Digits carried: differences at a step of 1e-18 then keep more than 40. */
const DIGITS = 64;

const math = create(all, { number: 'BigNumber', precision: DIGITS });
export type Big = BigNumber;

const constants = new Map<number, Big>();

/** The exact value of a float64 (a decimal literal of it would be a neighbour, 1e-17 away). */
export function toBig(x: number): Big {
  if (Number.isInteger(x) && Math.abs(x) <= Number.MAX_SAFE_INTEGER) return math.bignumber(x);
  let exponent = 0;
  let mantissa = x;
  while (!Number.isInteger(mantissa)) {
    mantissa *= 2;
    exponent--;
  }
  while (Math.abs(mantissa) > Number.MAX_SAFE_INTEGER) {
    mantissa /= 2;
    exponent++;
  }
  return math.bignumber(mantissa).times(math.bignumber(2).pow(exponent));
}

function lift(x: Big | number): Big {
  if (typeof x !== 'number') return x;
  let known = constants.get(x);
  if (known === undefined) {
    known = toBig(x);
    if (constants.size > 20_000) constants.clear();
    constants.set(x, known);
  }
  return known;
}

/** Decimal arithmetic of 64 digits. */
export const big: Field<Big> = {
  of: lift,
  toNumber: (x) => x.toNumber(),
  add: (...terms) => terms.slice(1).reduce<Big>((sum, term) => sum.plus(lift(term)), lift(terms[0])),
  sub: (a, b) => lift(a).minus(lift(b)),
  mul: (...factors) => factors.slice(1).reduce<Big>((product, factor) => product.times(lift(factor)), lift(factors[0])),
  div: (a, b) => lift(a).div(lift(b)),
  square: (a) => a.times(a),
  pow: (a, exponent) => a.pow(lift(exponent)),
  exp: (a) => a.exp(),
  log: (a) => a.ln(),
  sqrt: (a) => a.sqrt(),
  sin: (a) => a.sin(),
  cos: (a) => a.cos(),
  atan: (a) => a.atan(),
  // (1 − e^−2|a|)/(1 + e^−2|a|): the library's own hyperbolic functions overflow sooner.
  tanh: (a) => {
    const decay = a.abs().times(-2).exp();
    const value = lift(1).minus(decay).div(decay.plus(1));
    return a.isNegative() ? value.negated() : value;
  },
  abs: (a) => a.abs(),
  max: (a, b) => (lift(a).greaterThanOrEqualTo(lift(b)) ? lift(a) : lift(b)),
};
