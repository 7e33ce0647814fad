import type { Field } from './field.js';

/** Arithmetic of numbers that are rounded by `store` after every operation. */
function roundedField(store: (x: number) => number): Field<number> {
  return {
    of: store,
    toNumber: (x) => x,
    add: (...terms) => {
      let sum = store(terms[0]);
      for (let i = 1; i < terms.length; i++) sum = store(sum + store(terms[i]));
      return sum;
    },
    sub: (a, b) => store(store(a) - store(b)),
    mul: (...factors) => {
      let product = store(factors[0]);
      for (let i = 1; i < factors.length; i++) product = store(product * store(factors[i]));
      return product;
    },
    div: (a, b) => store(store(a) / store(b)),
    square: (a) => store(a * a),
    pow: (a, exponent) => store(a ** exponent),
    exp: (a) => store(Math.exp(a)),
    log: (a) => store(Math.log(a)),
    sqrt: (a) => store(Math.sqrt(a)),
    sin: (a) => store(Math.sin(a)),
    cos: (a) => store(Math.cos(a)),
    atan: (a) => store(Math.atan(a)),
    tanh: (a) => store(Math.tanh(a)),
    abs: Math.abs,
    max: (a, b) => store(Math.max(a, b)),
  };
}

export const float64: Field<number> = roundedField((x) => x);
export const float32: Field<number> = roundedField(Math.fround);
