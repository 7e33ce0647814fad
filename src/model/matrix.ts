/** A matrix of mathjs, known by what it can do: mathjs itself is never imported for it. */
export interface MatrixLike {
  readonly isMatrix?: unknown;
  size(): number[];
  toArray(): unknown;
}

export function isMatrix(value: unknown): value is MatrixLike {
  if (typeof value !== 'object' || value === null) return false;
  const { isMatrix: flag, size, toArray } = value as Partial<MatrixLike>;
  return flag === true && typeof size === 'function' && typeof toArray === 'function';
}

/** A function that makes matrices of the kind of `matrix` from nests of arrays. */
export function matrixMaker(matrix: MatrixLike): (rows: unknown[]) => unknown {
  const Kind = matrix.constructor as new (rows: unknown[], datatype?: string) => unknown;
  const { datatype } = matrix as { datatype?: () => string | undefined };
  const type = typeof datatype === 'function' ? datatype.call(matrix) : undefined;
  return (rows) => new Kind(rows, type);
}

const NUMBER_KINDS = [
  ['isBigNumber', 'a BigNumber', 'gradcheck differences float64 numbers: convert it with .toNumber()'],
  ['isFraction', 'a Fraction', 'gradcheck differences float64 numbers: convert it with .valueOf()'],
  ['isComplex', 'a complex number', 'make its real and its imaginary part two parameters'],
  ['isUnit', 'a number with a unit', 'convert it with .toNumber(unit)'],
] as const;

/** The numbers of mathjs that are no plain numbers: which one a value is, and what to do about it. */
export function foreignNumber(value: object): { found: string; hint: string } | undefined {
  const kind = NUMBER_KINDS.find(([flag]) => (value as Record<string, unknown>)[flag] === true);
  return kind && { found: kind[1], hint: kind[2] };
}
