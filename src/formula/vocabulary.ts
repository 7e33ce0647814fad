const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** The functions a formula may use, by subject. Nothing else of mathjs can be reached from a formula. */
export const FUNCTIONS: Readonly<Record<string, readonly string[]>> = {
  Arithmetic: words(`
    abs add cbrt ceil cube divide dotDivide dotMultiply dotPow exp expm1 fix floor gcd hypot lcm log log10 log1p log2
    mod multiply norm nthRoot pow round sign sqrt square subtract unaryMinus unaryPlus`),
  Trigonometry: words(`
    acos acosh acot acoth acsc acsch asec asech asin asinh atan atan2 atanh
    cos cosh cot coth csc csch sec sech sin sinh tan tanh`),
  'Special functions': words('combinations erf factorial gamma lgamma permutations zeta'),
  Statistics: words('corr cumsum mad max mean median min mode prod quantileSeq std sum variance'),
  Matrices: words(`
    column concat count cross ctranspose det diag diff distance dot expm filter flatten identity index inv kron lsolve
    lusolve map mapSlices matrixFromColumns matrixFromRows ones range reshape resize rotationMatrix row size sqrtm
    squeeze subset trace transpose usolve zeros`),
  'Comparison and logic': words('and equal larger largerEq not or smaller smallerEq unequal xor'),
};

/** The constants a formula may use; a parameter of the same name hides one. */
export const CONSTANTS: readonly string[] = words('pi e tau phi LN2 LN10 LOG2E LOG10E SQRT2 SQRT1_2');

export const FUNCTION_NAMES: ReadonlySet<string> = new Set(Object.values(FUNCTIONS).flat());
export const CONSTANT_NAMES: ReadonlySet<string> = new Set(CONSTANTS);
