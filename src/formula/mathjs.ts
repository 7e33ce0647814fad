import {
  create,
  absDependencies,
  acosDependencies,
  acoshDependencies,
  acotDependencies,
  acothDependencies,
  acscDependencies,
  acschDependencies,
  addDependencies,
  andDependencies,
  andTransformDependencies,
  asecDependencies,
  asechDependencies,
  asinDependencies,
  asinhDependencies,
  atan2Dependencies,
  atanDependencies,
  atanhDependencies,
  cbrtDependencies,
  ceilDependencies,
  columnDependencies,
  columnTransformDependencies,
  combinationsDependencies,
  concatDependencies,
  concatTransformDependencies,
  corrDependencies,
  cosDependencies,
  coshDependencies,
  cotDependencies,
  cothDependencies,
  countDependencies,
  crossDependencies,
  cscDependencies,
  cschDependencies,
  ctransposeDependencies,
  cubeDependencies,
  cumsumDependencies,
  cumsumTransformDependencies,
  derivativeDependencies,
  detDependencies,
  diagDependencies,
  diffDependencies,
  diffTransformDependencies,
  distanceDependencies,
  divideDependencies,
  dotDependencies,
  dotDivideDependencies,
  dotMultiplyDependencies,
  dotPowDependencies,
  eDependencies,
  equalDependencies,
  erfDependencies,
  expDependencies,
  expm1Dependencies,
  expmDependencies,
  factorialDependencies,
  filterDependencies,
  filterTransformDependencies,
  fixDependencies,
  flattenDependencies,
  floorDependencies,
  gammaDependencies,
  gcdDependencies,
  hypotDependencies,
  identityDependencies,
  indexDependencies,
  indexTransformDependencies,
  invDependencies,
  kronDependencies,
  largerDependencies,
  largerEqDependencies,
  lcmDependencies,
  lgammaDependencies,
  LN10Dependencies,
  LN2Dependencies,
  log10Dependencies,
  LOG10EDependencies,
  log1pDependencies,
  log2Dependencies,
  LOG2EDependencies,
  logDependencies,
  lsolveDependencies,
  lusolveDependencies,
  madDependencies,
  mapDependencies,
  mapSlicesDependencies,
  mapSlicesTransformDependencies,
  mapTransformDependencies,
  matrixFromColumnsDependencies,
  matrixFromRowsDependencies,
  maxDependencies,
  maxTransformDependencies,
  meanDependencies,
  meanTransformDependencies,
  medianDependencies,
  minDependencies,
  minTransformDependencies,
  modDependencies,
  modeDependencies,
  multiplyDependencies,
  normDependencies,
  notDependencies,
  nthRootDependencies,
  onesDependencies,
  orDependencies,
  orTransformDependencies,
  parseDependencies,
  permutationsDependencies,
  phiDependencies,
  piDependencies,
  powDependencies,
  prodDependencies,
  quantileSeqDependencies,
  quantileSeqTransformDependencies,
  rangeDependencies,
  rangeTransformDependencies,
  reshapeDependencies,
  resizeDependencies,
  rotationMatrixDependencies,
  roundDependencies,
  rowDependencies,
  rowTransformDependencies,
  secDependencies,
  sechDependencies,
  signDependencies,
  sinDependencies,
  sinhDependencies,
  sizeDependencies,
  smallerDependencies,
  smallerEqDependencies,
  sortDependencies,
  SQRT1_2Dependencies,
  SQRT2Dependencies,
  sqrtDependencies,
  sqrtmDependencies,
  squareDependencies,
  squeezeDependencies,
  stdDependencies,
  stdTransformDependencies,
  subsetDependencies,
  subsetTransformDependencies,
  subtractDependencies,
  sumDependencies,
  sumTransformDependencies,
  tanDependencies,
  tanhDependencies,
  tauDependencies,
  traceDependencies,
  transposeDependencies,
  unaryMinusDependencies,
  unaryPlusDependencies,
  unequalDependencies,
  usolveDependencies,
  varianceDependencies,
  varianceTransformDependencies,
  xorDependencies,
  zerosDependencies,
  zetaDependencies,
  type FactoryFunctionMap,
  type MathNode,
} from 'mathjs';
import { CONSTANT_NAMES, FUNCTION_NAMES } from './vocabulary.js';

// mathjs has these, but its types do not tell.
declare module 'mathjs' {
  export const cumsumTransformDependencies: FactoryFunctionMap;
  export const diffTransformDependencies: FactoryFunctionMap;
  export const quantileSeqTransformDependencies: FactoryFunctionMap;
}

/** What gradcheck itself uses of mathjs. */
export interface Mathjs {
  /** @throws SyntaxError with the 1-based position `char` */
  parse(text: string): MathNode;
  /** @throws Error where it has no rule */
  derivative(expression: MathNode, variable: string): MathNode;
}

const FACTORIES = {
  absDependencies,
  acosDependencies,
  acoshDependencies,
  acotDependencies,
  acothDependencies,
  acscDependencies,
  acschDependencies,
  addDependencies,
  andDependencies,
  andTransformDependencies,
  asecDependencies,
  asechDependencies,
  asinDependencies,
  asinhDependencies,
  atan2Dependencies,
  atanDependencies,
  atanhDependencies,
  cbrtDependencies,
  ceilDependencies,
  columnDependencies,
  columnTransformDependencies,
  combinationsDependencies,
  concatDependencies,
  concatTransformDependencies,
  corrDependencies,
  cosDependencies,
  coshDependencies,
  cotDependencies,
  cothDependencies,
  countDependencies,
  crossDependencies,
  cscDependencies,
  cschDependencies,
  ctransposeDependencies,
  cubeDependencies,
  cumsumDependencies,
  cumsumTransformDependencies,
  derivativeDependencies,
  detDependencies,
  diagDependencies,
  diffDependencies,
  diffTransformDependencies,
  distanceDependencies,
  divideDependencies,
  dotDependencies,
  dotDivideDependencies,
  dotMultiplyDependencies,
  dotPowDependencies,
  eDependencies,
  equalDependencies,
  erfDependencies,
  expDependencies,
  expm1Dependencies,
  expmDependencies,
  factorialDependencies,
  filterDependencies,
  filterTransformDependencies,
  fixDependencies,
  flattenDependencies,
  floorDependencies,
  gammaDependencies,
  gcdDependencies,
  hypotDependencies,
  identityDependencies,
  indexDependencies,
  indexTransformDependencies,
  invDependencies,
  kronDependencies,
  largerDependencies,
  largerEqDependencies,
  lcmDependencies,
  lgammaDependencies,
  LN10Dependencies,
  LN2Dependencies,
  log10Dependencies,
  LOG10EDependencies,
  log1pDependencies,
  log2Dependencies,
  LOG2EDependencies,
  logDependencies,
  lsolveDependencies,
  lusolveDependencies,
  madDependencies,
  mapDependencies,
  mapSlicesDependencies,
  mapSlicesTransformDependencies,
  mapTransformDependencies,
  matrixFromColumnsDependencies,
  matrixFromRowsDependencies,
  maxDependencies,
  maxTransformDependencies,
  meanDependencies,
  meanTransformDependencies,
  medianDependencies,
  minDependencies,
  minTransformDependencies,
  modDependencies,
  modeDependencies,
  multiplyDependencies,
  normDependencies,
  notDependencies,
  nthRootDependencies,
  onesDependencies,
  orDependencies,
  orTransformDependencies,
  parseDependencies,
  permutationsDependencies,
  phiDependencies,
  piDependencies,
  powDependencies,
  prodDependencies,
  quantileSeqDependencies,
  quantileSeqTransformDependencies,
  rangeDependencies,
  rangeTransformDependencies,
  reshapeDependencies,
  resizeDependencies,
  rotationMatrixDependencies,
  roundDependencies,
  rowDependencies,
  rowTransformDependencies,
  secDependencies,
  sechDependencies,
  signDependencies,
  sinDependencies,
  sinhDependencies,
  sizeDependencies,
  smallerDependencies,
  smallerEqDependencies,
  sortDependencies,
  SQRT1_2Dependencies,
  SQRT2Dependencies,
  sqrtDependencies,
  sqrtmDependencies,
  squareDependencies,
  squeezeDependencies,
  stdDependencies,
  stdTransformDependencies,
  subsetDependencies,
  subsetTransformDependencies,
  subtractDependencies,
  sumDependencies,
  sumTransformDependencies,
  tanDependencies,
  tanhDependencies,
  tauDependencies,
  traceDependencies,
  transposeDependencies,
  unaryMinusDependencies,
  unaryPlusDependencies,
  unequalDependencies,
  usolveDependencies,
  varianceDependencies,
  varianceTransformDependencies,
  xorDependencies,
  zerosDependencies,
  zetaDependencies,
} as unknown as FactoryFunctionMap;

/**
 * Units take half of the start-up time, and make a number of every mistyped `b` or `m`; a random loss has no gradient
 * and comes in with `pickRandom`. Both are only optional to what formulas need.
 */
const LEFT_OUT = new Set(['Unit', 'createUnit', 'unit']);

let instance: Mathjs | undefined;

/**
 * The part of mathjs that formulas use, with real numbers and plain arrays, made once a thread. This file is bundled by
 * itself: mathjs as it is installed takes most of a second to import.
 */
export function loadMathjs(): Mathjs {
  return (instance ??= createMathjs());
}

function createMathjs(): Mathjs {
  const math = create(collectFactories(FACTORIES) as unknown as FactoryFunctionMap, CONFIG) as unknown as Internals;
  keepConversions(math);
  withdraw(math.expression.mathWithTransform);
  // Asked for when called: mathjs makes its functions on first use, and `derivative` takes many others with it.
  return { parse: (text) => math.parse(text), derivative: (node, variable) => math.derivative(node, variable) };
}

const CONFIG = {
  matrix: 'Array',
  // The root or logarithm of a negative number is NaN, not a complex number.
  predictable: true,
  // Comparisons, max and floor are exact: within a tolerance they would make steps where the loss has none.
  relTol: 1e-15,
  absTol: 0,
} as const;

/** What is there but not in mathjs's types. */
interface Internals extends Mathjs {
  readonly typed: {
    clearConversions(): void;
    addConversions(conversions: { from: string; to: string; convert: (value: never) => unknown }[]): void;
  };
  readonly DenseMatrix: new (data: unknown) => object;
  readonly expression: { readonly mathWithTransform: Record<string, unknown> };
}

type Factory = ((...args: unknown[]) => unknown) & { readonly fn: string };

/** The factories in a nest of dependencies, which share most of theirs. */
function collectFactories(nest: object, seen = new Set<object>()): Factory[] {
  const factories: Factory[] = [];
  for (const value of Object.values(nest) as (object | Factory)[]) {
    if (seen.has(value)) continue;
    seen.add(value);
    if (typeof value !== 'function') factories.push(...collectFactories(value, seen));
    else if (!LEFT_OUT.has((value as Factory).fn)) factories.push(value as Factory);
  }
  return factories;
}

/**
 * Between numbers, truth values and arrays only. Each further conversion multiplies the signatures that every function
 * is made with: all of mathjs's make the first evaluation four times as long.
 */
function keepConversions({ typed, DenseMatrix }: Internals): void {
  typed.clearConversions();
  typed.addConversions([
    { from: 'boolean', to: 'number', convert: Number },
    { from: 'Array', to: 'Matrix', convert: (array: unknown[]) => new DenseMatrix(array) },
    { from: 'Matrix', to: 'Array', convert: (matrix: object) => matrix.valueOf() },
  ]);
}

/** Takes from formulas whatever they may not use: `import`, `evaluate`, `parse`, `simplify`, `createUnit`… */
function withdraw(namespace: Record<string, unknown>): void {
  for (const name of Object.keys(namespace)) {
    if (!FUNCTION_NAMES.has(name) && !CONSTANT_NAMES.has(name)) delete namespace[name];
  }
  // In place of a function that could change it.
  namespace.config = Object.freeze({ ...CONFIG });
}
