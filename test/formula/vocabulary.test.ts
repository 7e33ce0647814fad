import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compileFormula } from '../../src/formula/compile-formula.js';
import { FormulaScope } from '../../src/formula/formula-scope.js';
import { CONSTANT_NAMES, CONSTANTS, FUNCTION_NAMES, FUNCTIONS } from '../../src/formula/vocabulary.js';

const PAGE = readFileSync(new URL('../../docs/formulas.md', import.meta.url), 'utf8');
const quoted = (text: string): string[] => [...text.matchAll(/`([^`]+)`/g)].map((match) => match[1]);

const A = [
  [2, 1],
  [1, 3],
];
const SCOPE = new FormulaScope({ x: 0.7, y: 2.3, w: [1, 2, 4], A }, undefined);

/** Each function once, with a value from elsewhere; functions of Math are compared with them. */
const VALUES: Readonly<Record<string, readonly [formula: string, value: unknown]>> = {
  add: ['add(x, y, 1)', 4],
  cube: ['cube(2)', 8],
  divide: ['divide(y, 2)', 1.15],
  dotDivide: ['dotDivide(w, w)', [1, 1, 1]],
  dotMultiply: ['dotMultiply(w, w)', [1, 4, 16]],
  dotPow: ['dotPow(w, 2)', [1, 4, 16]],
  fix: ['fix(-2.7)', -2],
  gcd: ['gcd(12, 8)', 4],
  lcm: ['lcm(4, 6)', 12],
  mod: ['mod(7, 4)', 3],
  multiply: ['multiply(A, [1, 2])', [4, 7]],
  norm: ['norm([3, 4])', 5],
  nthRoot: ['nthRoot(-8, 3)', -2],
  square: ['square(3)', 9],
  subtract: ['subtract(5, 3)', 2],
  unaryMinus: ['unaryMinus(2)', -2],
  unaryPlus: ['unaryPlus(2)', 2],
  round: ['round(2.345, 2)', 2.35],
  acot: ['acot(2)', Math.atan(1 / 2)],
  acoth: ['acoth(2)', Math.atanh(1 / 2)],
  acsc: ['acsc(2)', Math.asin(1 / 2)],
  acsch: ['acsch(2)', Math.asinh(1 / 2)],
  asec: ['asec(2)', Math.acos(1 / 2)],
  asech: ['asech(0.5)', Math.acosh(2)],
  cot: ['cot(1)', 1 / Math.tan(1)],
  coth: ['coth(1)', 1 / Math.tanh(1)],
  csc: ['csc(1)', 1 / Math.sin(1)],
  csch: ['csch(1)', 1 / Math.sinh(1)],
  sec: ['sec(1)', 1 / Math.cos(1)],
  sech: ['sech(1)', 1 / Math.cosh(1)],
  combinations: ['combinations(5, 2)', 10],
  erf: ['erf(1)', 0.8427007929497149],
  factorial: ['factorial(5)', 120],
  gamma: ['gamma(5)', 24],
  lgamma: ['lgamma(5)', Math.log(24)],
  permutations: ['permutations(5, 2)', 20],
  zeta: ['zeta(2)', Math.PI ** 2 / 6],
  corr: ['corr([1, 2, 3], [2, 4, 6])', 1],
  cumsum: ['cumsum(w)', [1, 3, 7]],
  mad: ['mad(w)', 1],
  max: ['max(A, 1)', [2, 3]],
  mean: ['mean(A, 2)', [1.5, 2]],
  median: ['median(w)', 2],
  min: ['min(w)', 1],
  mode: ['mode([1, 2, 2])', [2]],
  prod: ['prod(w)', 8],
  quantileSeq: ['quantileSeq(w, 0.25)', 1.5],
  std: ['std([1, 2, 3])', 1],
  sum: ['sum(A, 1)', [3, 4]],
  variance: ['variance([1, 2, 3])', 1],
  column: ['column(A, 1)', [[2], [1]]],
  concat: ['concat([1], [2])', [1, 2]],
  count: ['count(A)', 4],
  cross: ['cross([1, 0, 0], [0, 1, 0])', [0, 0, 1]],
  ctranspose: ['ctranspose([[1, 2]])', [[1], [2]]],
  det: ['det(A)', 5],
  diag: ['diag(A)', [2, 3]],
  diff: ['diff(w)', [1, 2]],
  distance: ['distance([0, 0], [3, 4])', 5],
  dot: ['dot(w, w)', 21],
  expm: [
    'expm([[0, 0], [0, 0]])',
    [
      [1, 0],
      [0, 1],
    ],
  ],
  filter: ['filter(w, f(t) = t > 1)', [2, 4]],
  flatten: ['flatten(A)', [2, 1, 1, 3]],
  identity: [
    'identity(2)',
    [
      [1, 0],
      [0, 1],
    ],
  ],
  index: ['subset(w, index(3))', 4],
  inv: [
    'inv(A)',
    [
      [0.6, -0.2],
      [-0.2, 0.4],
    ],
  ],
  kron: ['kron([[1, 2]], [[3]])', [[3, 6]]],
  lsolve: ['lsolve([[2, 0], [0, 4]], [2, 4])', [[1], [1]]],
  lusolve: ['lusolve([[2, 0], [0, 4]], [2, 4])', [[1], [1]]],
  usolve: ['usolve([[2, 0], [0, 4]], [2, 4])', [[1], [1]]],
  map: ['map(w, square)', [1, 4, 16]],
  mapSlices: ['mapSlices(A, 1, sum)', [3, 4]],
  matrixFromColumns: [
    'matrixFromColumns([1, 2], [3, 4])',
    [
      [1, 3],
      [2, 4],
    ],
  ],
  matrixFromRows: [
    'matrixFromRows([1, 2], [3, 4])',
    [
      [1, 2],
      [3, 4],
    ],
  ],
  ones: ['ones(2)', [1, 1]],
  range: ['range(1, 3)', [1, 2, 3]],
  reshape: ['reshape(w, [3, 1])', [[1], [2], [4]]],
  resize: ['resize(w, [2])', [1, 2]],
  rotationMatrix: [
    'rotationMatrix(0)',
    [
      [1, 0],
      [0, 1],
    ],
  ],
  row: ['row(A, 2)', [[1, 3]]],
  size: ['size(A)', [2, 2]],
  sqrtm: [
    'sqrtm([[4, 0], [0, 9]])',
    [
      [2, 0],
      [0, 3],
    ],
  ],
  squeeze: ['squeeze([[5]])', 5],
  subset: ['subset(w, index(2))', 2],
  trace: ['trace(A)', 5],
  transpose: ['transpose([[1, 2]])', [[1], [2]]],
  zeros: ['zeros(1, 2)', [[0, 0]]],
  and: ['and(true, false) ? 1 : 2', 2],
  equal: ['equal(1, 1) ? 1 : 2', 1],
  larger: ['larger(1, 2) ? 1 : 2', 2],
  largerEq: ['largerEq(2, 2) ? 1 : 2', 1],
  not: ['not(true) ? 1 : 2', 2],
  or: ['or(true, false) ? 1 : 2', 1],
  smaller: ['smaller(1, 2) ? 1 : 2', 1],
  smallerEq: ['smallerEq(3, 2) ? 1 : 2', 2],
  unequal: ['unequal(1, 2) ? 1 : 2', 1],
  xor: ['xor(true, true) ? 1 : 2', 2],
};

function flat(value: unknown): number[] {
  return [value].flat(Infinity) as number[];
}

describe('the functions of formulas', () => {
  it.each([...FUNCTION_NAMES])('%s', (name) => {
    const ofMath = (Math as unknown as Record<string, unknown>)[name];
    const x = name === 'acosh' ? 2.3 : 0.7;
    const isBinary = ['atan2', 'pow', 'hypot'].includes(name);
    const [formula, expected] = VALUES[name] ?? [
      isBinary ? `${name}(x, y)` : `${name}(${x})`,
      (ofMath ?? (Math as unknown as Record<string, unknown>)[name === 'log' ? 'log' : name]) instanceof Function
        ? (ofMath as (...args: number[]) => number)(...(isBinary ? [x, 2.3] : [x]))
        : undefined,
    ];
    const value = compileFormula({ what: 'the loss', text: formula }, SCOPE)();
    expect(flat(value)).toHaveLength(flat(expected).length);
    flat(expected).forEach((number, i) => expect(flat(value)[i]).toBeCloseTo(number, 10));
  });

  it.each(CONSTANTS)('the constant %s', (name) => {
    const known: Record<string, number> = { pi: Math.PI, e: Math.E, tau: 2 * Math.PI, phi: (1 + Math.sqrt(5)) / 2 };
    const expected = known[name] ?? (Math as unknown as Record<string, number>)[name];
    expect(compileFormula({ what: 'the loss', text: name }, SCOPE)()).toBe(expected);
  });
});

describe('docs/formulas.md', () => {
  it.each(Object.entries(FUNCTIONS))('lists the functions of %s', (subject, names) => {
    const item = new RegExp(`^- ${subject}:([^]*?)\n(?=- |\n)`, 'm').exec(PAGE)?.[1] ?? '';
    expect(quoted(item)).toEqual(names);
  });

  it('lists no other subject, and the constants', () => {
    const subjects = [...PAGE.matchAll(/^- ([A-Z][\w ]+):/gm)].map((match) => match[1]);
    expect(subjects).toEqual(Object.keys(FUNCTIONS));
    const constants = quoted(/^Constants:[^]*?, and/m.exec(PAGE)![0]);
    expect(new Set(constants)).toEqual(CONSTANT_NAMES);
  });
});
