import type { Constant } from './match-claims.js';
import type { ModelEvidence } from './parameter-evidence.js';
import { formatValue } from './words.js';

/** A factor in words. */
export interface NamedFactor {
  /** `2`, `1/8`, `0.7312`. */
  readonly name: string;
  /** What such a factor comes from; undefined where nothing is known of it. */
  readonly reason?: string;
  readonly isNamed: boolean;
}

/** A factor is recognised when it is known at least to this share: a coarse one is near to too many numbers. */
const SHARP = 1e-2;
const MOST_COUNT = 1e6;
/** Shorter lengths give factors that are explained more simply. */
const LEAST_LENGTH = 3;

const PLAIN: readonly (readonly [number, string, string])[] = [
  [2, '2', 'a factor 2 too much, as of a square whose ½ was forgotten'],
  [1 / 2, '½', 'a factor 2 is missing, as of a square, or one of two equal contributions is left out'],
  [4, '4', 'a factor 4 too much, as of a square that was differentiated twice over'],
  [1 / 4, '¼', 'a factor 4 is missing, as of two squares, or one of four equal contributions is kept'],
  [3, '3', 'a factor 3 too much, as of a cube'],
  [1 / 3, '⅓', 'a factor 3 is missing, as of a cube, or one of three equal contributions is kept'],
];

/** What a factor c may be: a length in sight or its inverse, a small number, a count, the value of another parameter. */
export function nameFactor(c: Constant, model: ModelEvidence): NamedFactor {
  const sign = c.value < 0 ? '−' : '';
  const reverses = c.value < 0 ? ', and the sign is lost' : '';
  const size = Math.abs(c.value);
  const isAt = (value: number): boolean => Math.abs(size - value) <= c.error;
  if (!(c.error <= SHARP * size)) return { name: `about ${formatValue(c.value, 2)}`, isNamed: false };
  const named = (name: string, reason: string): NamedFactor => ({
    name: `${sign}${name}`,
    reason: reason + reverses,
    isNamed: true,
  });
  const inSight = nameByLength(isAt, model);
  const plain = PLAIN.find(([value]) => isAt(value));
  if (plain) return named(plain[1], inSight ? `${plain[2]}, or ${inSight.reason}` : plain[2]);
  if (inSight) return named(inSight.name, inSight.reason);
  const value = nameByValue(isAt, model);
  if (value) return named(formatValue(size), value);
  const count = Math.round(size > 1 ? size : 1 / size);
  if (count > 1 && count <= MOST_COUNT && isAt(size > 1 ? count : 1 / count)) {
    return size > 1
      ? named(String(count), 'a whole number: a sum where the loss has a mean, perhaps')
      : named(`1/${count}`, 'one over a whole number: a mean where the loss has a sum, perhaps');
  }
  return { name: formatValue(c.value), isNamed: false };
}

type IsAt = (value: number) => boolean;

/** N, 1/N, N/2, 2/N, N², 1/N², √N and 1/√N for each length in sight. */
function nameByLength(isAt: IsAt, { evidence }: ModelEvidence): { name: string; reason: string } | null {
  for (const { size, name } of evidence.sizesInSight) {
    if (size < LEAST_LENGTH) continue;
    const is = `${size} is the number of ${name}`;
    const sum = `${is}: a sum where the loss has a mean`;
    const mean = `${is}: a mean where the loss has a sum`;
    const forms: readonly (readonly [number, string, string])[] = [
      [size, `${size}`, sum],
      [1 / size, `1/${size}`, mean],
      [size / 2, `${size}/2`, sum],
      [2 / size, `2/${size}`, mean],
      [size ** 2, `${size}²`, `${is}, which was multiplied with twice too much`],
      [1 / size ** 2, `1/${size}²`, `${is}, by which was divided twice too much`],
      [Math.sqrt(size), `√${size}`, is],
      [1 / Math.sqrt(size), `1/√${size}`, is],
    ];
    const found = forms.find(([value]) => isAt(value));
    if (found) return { name: found[1], reason: found[2] };
  }
  return null;
}

/** The value of a parameter that is one number, its inverse, or their squares. */
function nameByValue(isAt: IsAt, { parameters }: ModelEvidence): string | null {
  for (const { size, path, value } of parameters) {
    const v = Math.abs(value[0]);
    if (size !== 1 || v === 0 || v === 1) continue;
    if (isAt(v)) return `the value of ${path}: a factor 1/${path} is missing`;
    if (isAt(1 / v)) return `1 over the value of ${path}: a factor ${path} is missing`;
    if (isAt(v * v)) return `the square of ${path}: a factor 1/${path}² is missing`;
    if (isAt(1 / (v * v))) return `1 over the square of ${path}: a factor ${path}² is missing`;
  }
  return null;
}
