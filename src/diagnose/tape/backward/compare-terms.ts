import { ValueClasses } from './value-classes.js';

/** A number that is added to one place of the flat vector. */
export interface Addend {
  readonly to: number;
  readonly value: number;
}

/**
 * How the terms of a gradient stand to those that the loss asks for: some are left out, there are others besides, or they are
 * added to other places.
 */
export type Comparison =
  | { readonly kind: 'left-out'; readonly left: readonly number[] }
  | { readonly kind: 'extra' }
  | { readonly kind: 'moved'; readonly moves: readonly Move[] };

/** From the place that a term belongs to, to the one it was added to. */
export interface Move {
  readonly right: number;
  readonly taken: number;
}

/** Fewer terms than this are alike by chance. */
const LEAST_TERMS = 3;

/**
 * Compares terms by their values, each of which counts once; null where they have too little in common.
 * @param right what the loss asks for, in the order of its tape
 */
export function compareTerms(
  right: readonly Addend[],
  written: readonly Addend[],
  rounding: number,
): Comparison | null {
  const classes = new ValueClasses(
    right.map(({ value }) => value),
    rounding,
  );
  const due = right.filter(({ value }) => value !== 0);
  const there = written.filter(({ value }) => value !== 0);
  if (Math.min(due.length, there.length) < LEAST_TERMS) return null;
  const keyOf = ({ to, value }: Addend): string => `${to} ${classes.classOf(value)}`;
  const [dueKeys, thereKeys] = [countBy(due, keyOf), countBy(there, keyOf)];
  if (isWithin(thereKeys, dueKeys)) return { kind: 'left-out', left: listLeft(right, keyOf, thereKeys) };
  if (isWithin(dueKeys, thereKeys)) return { kind: 'extra' };
  const classOf = ({ value }: Addend): string => String(classes.classOf(value));
  const byValue = countBy(due, classOf);
  if (byValue.has('-1') || !isWithin(countBy(there, classOf), byValue)) return null;
  return { kind: 'moved', moves: listMoves(due, there, classOf) };
}

function countBy(terms: readonly Addend[], keyOf: (term: Addend) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const term of terms) counts.set(keyOf(term), (counts.get(keyOf(term)) ?? 0) + 1);
  return counts;
}

function isWithin(some: Map<string, number>, all: Map<string, number>): boolean {
  return [...some].every(([key, count]) => count <= (all.get(key) ?? 0));
}

/** Which of the right terms are there. */
function listLeft(right: readonly Addend[], keyOf: (term: Addend) => string, there: Map<string, number>): number[] {
  const open = new Map(there);
  return right.flatMap((term, n) => {
    const count = open.get(keyOf(term)) ?? 0;
    open.set(keyOf(term), count - 1);
    return count > 0 ? [n] : [];
  });
}

/** Of terms whose value occurs once. */
function listMoves(due: readonly Addend[], there: readonly Addend[], classOf: (term: Addend) => string): Move[] {
  const counts = countBy(due, classOf);
  const places = new Map(due.map((term) => [classOf(term), term.to]));
  return there
    .filter((term) => counts.get(classOf(term)) === 1)
    .map((term) => ({ right: places.get(classOf(term))!, taken: term.to }));
}
