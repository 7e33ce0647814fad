/** What the eigenvalues say of a stationary point. */
export type Definiteness = 'minimum' | 'saddle' | 'maximum' | 'flat';

export interface SignCounts {
  readonly negative: number;
  /** Zero within the error bar. */
  readonly zero: number;
  readonly positive: number;
}

/** `singular`: the smallest |λ| is zero within the error, and the ratio would be made up. */
export type Condition = number | 'singular';

/** What an eigenvalue is zero within: n·ε·max|λ|, which any solver may be off, or the error of the matrix if that is larger. */
export function zeroLevel(size: number, largest: number, errorBar: number): number {
  return Math.max(size * Number.EPSILON * largest, errorBar);
}

export function countSigns(eigenvalues: ArrayLike<number>, level: number): SignCounts {
  let [negative, zero, positive] = [0, 0, 0];
  for (let k = 0; k < eigenvalues.length; k++) {
    if (eigenvalues[k] > level) positive++;
    else if (eigenvalues[k] < -level) negative++;
    else zero++;
  }
  return { negative, zero, positive };
}

/** Signs of both kinds make a saddle, whatever is zero; else a zero makes it flat. */
export function judgeSpectrum({ negative, zero, positive }: SignCounts): Definiteness {
  if (negative > 0 && positive > 0) return 'saddle';
  if (zero > 0) return 'flat';
  return negative > 0 ? 'maximum' : 'minimum';
}

/** max|λ| / min|λ|, unless the smallest is zero within the level. */
export function conditionNumber(eigenvalues: ArrayLike<number>, level: number): Condition {
  let [smallest, largest] = [Infinity, 0];
  for (let k = 0; k < eigenvalues.length; k++) {
    const size = Math.abs(eigenvalues[k]);
    smallest = Math.min(smallest, size);
    largest = Math.max(largest, size);
  }
  return smallest <= level ? 'singular' : largest / smallest;
}
