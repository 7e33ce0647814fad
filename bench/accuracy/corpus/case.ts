import { createRandom } from '../../../src/numdiff/random.js';
import type { Formula } from '../arithmetic/field.js';

export const FAMILIES = [
  'smooth',
  'bad scaling',
  'offset',
  'float32',
  'noise 1e-10',
  'noise 1e-6',
  'nondeterministic',
  'inner solver',
  'kink at the point',
  'kink nearby',
  'jump',
  'quantised',
  'high frequency',
  'singular',
  'zero gradient',
  'tiny gradient',
  'domain edge',
] as const;
export type Family = (typeof FAMILIES)[number];

/** A loss, its mathematical function, and a point. */
export interface Case {
  readonly name: string;
  readonly family: Family;
  readonly point: readonly number[];
  /** The smooth (or kinked) function behind the loss: the truth is its derivative. */
  readonly formula: Formula;
  /**
   * What is differenced, where that is not the formula in float64. Made anew for each check, with random numbers for
   * those that are not deterministic.
   */
  readonly loss?: (random: () => number) => (x: Float64Array) => number;
  /** The right gradient as somebody wrote it; by default reverse accumulation in float64. */
  readonly claim?: (x: Float64Array) => readonly number[];
  /** The formula has one-sided slopes at the point: every number between them is right. */
  readonly isKink?: boolean;
  /** Parameters are stored as float32. */
  readonly storage?: 'float32';
  /** Points are float32 numbers, so that a cast of the parameters changes nothing. */
  readonly hasFloat32Point?: boolean;
  /** What the user declares of the loss: the tolerance of a coarse inner solver. */
  readonly lossAccuracy?: number;
  readonly bounds?: readonly (readonly [number, number])[];
  /** Relative size of the shifts that make further points; 0: the point itself only. */
  readonly jitter?: number;
  /** Rows of the first parameter as a matrix, for transposition. */
  readonly rows?: number;
}

/** Reproducible data: the same numbers on every run, whatever the seed of the bench. */
export function dataStream(seed: number): {
  uniform: () => number;
  normal: () => number;
  many: (n: number) => number[];
} {
  const uniform = createRandom(seed);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  // Short decimals: exact in no arithmetic, easy to reproduce elsewhere.
  return { uniform, normal, many: (n) => Array.from({ length: n }, () => Math.round(normal() * 1000) / 1000) };
}

/** A number in [−1, 1) that depends on every bit of the arguments: noise that is the same at equal input. */
export function hashNoise(x: Float64Array, salt = 0): number {
  const words = new Uint32Array(x.buffer, x.byteOffset, 2 * x.length);
  let hash = 0x9e3779b9 ^ salt;
  for (const word of words) {
    hash = Math.imul(hash ^ word, 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    hash ^= hash >>> 16;
  }
  return (hash >>> 0) / 2 ** 31 - 1;
}
